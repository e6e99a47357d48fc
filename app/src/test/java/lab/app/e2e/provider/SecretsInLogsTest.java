package lab.app.e2e.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import lab.app.log.JsonLines;
import lab.app.log.LogQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a node logs of requests, at its most talkative, and into a log that nobody reads. */
class SecretsInLogsTest {
  private static final Map<String, String> FILES = Planted.files("", "");

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger ours = context.getLogger("lab");
  private final Logger access = context.getLogger("lab.access");

  /** Each line as both formats have it, and more of it than either shows. */
  private static final class Told extends AppenderBase<ILoggingEvent> {
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent line) {
      lines.add(
          new String(new JsonLines().encode(line), UTF_8)
              + line.getFormattedMessage()
              + line.getKeyValuePairs());
    }
  }

  @Test
  void nothingThatIsSecretIsInAnyLineAtAnyLevel(@TempDir Path folder) throws Exception {
    // Given
    Told told = new Told();
    told.start();
    List<Level> before = Stream.of(ours, access).map(Logger::getLevel).toList();
    ours.setLevel(Level.DEBUG);
    access.setLevel(Level.DEBUG);
    root.addAppender(told);
    try (Lab lab = Lab.start(folder, FILES)) {
      Planted.script(lab, 500);

      // When
      String question = Planted.question("m");
      String master = Planted.by(Planted.MASTER);
      Answer good = lab.ask(question, master, Planted.HEADER);
      Answer refused = lab.ask(question, Planted.by("sk-wrong-planted"), Planted.HEADER);
      Answer broken = lab.ask(question.replace('}', ' '), master);

      // Then
      assertThat(good.status()).isEqualTo(200);
      assertThat(good.body()).contains(Planted.ANSWER);
      assertThat(refused.status()).isEqualTo(401);
      assertThat(broken.status()).isEqualTo(400);
      var unused = lab.finished(good);
    } finally {
      root.detachAppender(told);
      ours.setLevel(before.get(0));
      access.setLevel(before.get(1));
    }
    assertThat(told.lines)
        .anyMatch(line -> line.contains("\"event\": \"routing_decision\""))
        .anyMatch(line -> line.contains("\"event\": \"request_routed\""))
        .anyMatch(line -> line.contains("\"event\": \"request_failed\""))
        .noneMatch(line -> line.contains("planted"));
  }

  @Test
  void aLogThatNobodyReadsHoldsUpNoRequest(@TempDir Path folder) throws Exception {
    // Given
    try (PipedInputStream nobody = new PipedInputStream(1);
        Lab lab = Lab.start(folder, FILES)) {
      Planted.script(lab, 500);
      LogQueue queue = queue(new PipedOutputStream(nobody));
      long before = LogQueue.lost();
      Level usual = access.getLevel();
      access.setLevel(Level.INFO);
      access.addAppender(queue);
      try {
        // When
        for (int i = 0; i < 300; i++) {
          Answer answer = lab.ask(Planted.question("n"), Planted.by(Planted.MASTER));
          assertThat(answer.status()).isEqualTo(200);
        }

        // Then
        assertThat(LogQueue.lost() - before).isGreaterThan(100);
      } finally {
        access.detachAppender(queue);
        access.setLevel(usual);
        queue.stop();
      }
    }
  }

  private LogQueue queue(PipedOutputStream pipe) {
    LogQueue queue = new LogQueue(pipe, 200, Duration.ofMillis(1));
    queue.setContext(context);
    queue.start();
    return queue;
  }
}
