package lab.app.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pipe that nobody reads takes a kilobyte, and then whoever writes to it waits for ever. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LogQueueTest {
  private static final int MANY = 30_000;

  private final LoggerContext context = new LoggerContext();
  private final LogQueue queue = new LogQueue();

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void whoLogsNeverWaitsAndEachLineIsWrittenOrCountedAsLost() throws Exception {
    // Given
    PipedInputStream pipe = new PipedInputStream(1024);
    Logger logger = loggerTo(new PipedOutputStream(pipe));
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
    assertThat(lost).isGreaterThan(4 * MANY - 2L * queue.getQueueSize());
    assertThat(written(pipe, 4 * MANY - lost)).isEqualTo(4 * MANY - lost);
    assertThat(queue.getNumberOfElementsInQueue()).isZero();
  }

  @Test
  void warningsAreTheLastToBeLost() throws Exception {
    // Given
    Logger logger = loggerTo(new PipedOutputStream(new PipedInputStream(1024)));
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

  private static void many(Logger logger) {
    for (int i = 0; i < MANY; i++) {
      logger.info("line");
    }
  }

  private static long written(PipedInputStream pipe, long lines) {
    return new BufferedReader(new InputStreamReader(pipe, UTF_8)).lines().limit(lines).count();
  }

  private Logger loggerTo(PipedOutputStream pipe) {
    context.setMDCAdapter(new LogbackMDCAdapter());
    OutputStreamAppender<ILoggingEvent> sink = new OutputStreamAppender<>();
    JsonLines lines = new JsonLines();
    lines.start();
    sink.setContext(context);
    sink.setEncoder(lines);
    sink.setOutputStream(pipe);
    sink.start();
    queue.setContext(context);
    queue.addAppender(sink);
    // The last words would wait for the pipe.
    queue.setMaxFlushTime(1);
    queue.start();
    Logger logger = context.getLogger("lab.queue");
    logger.addAppender(queue);
    return logger;
  }
}
