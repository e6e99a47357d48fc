package lab.app.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pipe that nobody reads takes a kilobyte, and then whoever writes to it waits for ever. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LogQueueTest {
  private static final int MANY = 30_000;
  private static final int ROOM = 1_000;

  private final LoggerContext context = new LoggerContext();
  private final PipedInputStream pipe = new PipedInputStream(1024);
  private final LogQueue queue = queue(pipe);

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void whoLogsNeverWaitsAndEachLineIsWrittenOrCountedAsLost() throws Exception {
    // Given
    Logger logger = logger();
    long before = LogQueue.lost();

    // When
    Thread[] threads =
        Stream.generate(() -> Thread.ofPlatform().start(() -> many(logger)))
            .limit(4)
            .toArray(Thread[]::new);
    for (Thread thread : threads) {
      thread.join();
    }

    // Then
    long lost = LogQueue.lost() - before;
    assertThat(lost).isGreaterThan(4 * MANY - 2L * ROOM);
    assertThat(written(pipe, 4 * MANY - lost)).isEqualTo(4 * MANY - lost);
    await().until(() -> queue.waiting() == 0);
  }

  @Test
  void warningsAreTheLastToBeLost() throws Exception {
    // Given
    Logger logger = logger();
    many(logger);
    long before = LogQueue.lost();

    // When
    logger.info("one more");
    long afterInfo = LogQueue.lost();
    logger.warn("one more");

    // Then
    assertThat(afterInfo - before).isEqualTo(1);
    assertThat(LogQueue.lost()).isEqualTo(afterInfo);
  }

  @Test
  void linesComeInOrderFewWritesHaveThemAllAndTheLastWordsAreWaitedFor() {
    // Given
    List<String> writes = new CopyOnWriteArrayList<>();
    OutputStream sink =
        new OutputStream() {
          @Override
          public void write(int one) {
            writes.add(Character.toString(one));
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            writes.add(new String(bytes, from, length, UTF_8));
          }
        };
    LogQueue told = new LogQueue(sink, 10_000, Duration.ofSeconds(20));
    Logger logger = logger(told);

    // When
    for (int i = 0; i < 5_000; i++) {
      logger.atInfo().addKeyValue("node", i).log("line");
    }
    context.stop();

    // Then
    assertThat(String.join("", writes).lines())
        .hasSize(5_000)
        .zipSatisfy(
            IntStream.range(0, 5_000).mapToObj(i -> "\"node\": " + i + "}").toList(),
            (line, end) -> assertThat(line).endsWith(end));
    assertThat(writes).hasSizeLessThan(2_500);
  }

  @Test
  void aLineThatCanNotBeWrittenDownIsLostAndTheOthersAreNot() {
    // Given
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    LogQueue told = new LogQueue(sink, 100, Duration.ofSeconds(20));
    Logger logger = logger(told);
    long before = LogQueue.lost();

    // When
    logger.atInfo().addKeyValue("node", new Unspeakable()).log("line");
    logger.info("another line");
    context.stop();

    // Then
    assertThat(LogQueue.lost() - before).isEqualTo(1);
    assertThat(sink.toString(UTF_8)).contains("another_line").hasLineCount(1);
  }

  private record Unspeakable() {
    @Override
    public String toString() {
      throw new IllegalStateException("no words");
    }
  }

  private static void many(Logger logger) {
    for (int i = 0; i < MANY; i++) {
      logger.info("line");
    }
  }

  private static long written(PipedInputStream pipe, long lines) {
    return new BufferedReader(new InputStreamReader(pipe, UTF_8)).lines().limit(lines).count();
  }

  private static LogQueue queue(PipedInputStream pipe) {
    try {
      // The last words would wait for the pipe.
      return new LogQueue(new PipedOutputStream(pipe), ROOM, Duration.ofMillis(1));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private Logger logger() {
    return logger(queue);
  }

  private Logger logger(LogQueue queue) {
    context.setMDCAdapter(new LogbackMDCAdapter());
    queue.setContext(context);
    queue.start();
    Logger logger = context.getLogger("lab.queue");
    logger.addAppender(queue);
    return logger;
  }
}
