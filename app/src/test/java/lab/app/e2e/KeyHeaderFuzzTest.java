package lab.app.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whatever stands where a key should, nobody is let in by it, and nothing breaks. */
class KeyHeaderFuzzTest extends WithScriptedNode {
  private static final boolean SOAK = Boolean.getBoolean("lab.soak");
  private static final long SEED = SOAK ? System.nanoTime() : 20_261_122;
  private static final int TIMES = SOAK ? 10_000 : 300;
  private static final int WORKERS = 100;
  private static final String MASTER = "sk-master-key-of-this-test";

  private static final List<String> NAMES =
      List.of("authorization", "Authorization", "x-api-key", "API-KEY", "proxy-authorization");

  private static final List<String> FORMS =
      List.of(
          "Bearer ", "bearer ", "Bearer  ", "Bearer\t", "Basic ", "Bearer", "Digest ", "sk-", "");

  @Override
  String gateway() {
    return "general_settings: {master_key: %s}\n".formatted(MASTER);
  }

  private static byte[] head(SplittableRandom random) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.writeBytes(
        "GET /v1/models HTTP/1.1\r\nhost: x\r\nconnection: close\r\n".getBytes(ISO_8859_1));
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      String form = FORMS.get(random.nextInt(FORMS.size()));
      head.writeBytes((name + ": " + form).getBytes(ISO_8859_1));
      byte[] value = new byte[random.nextInt(random.nextBoolean() ? 60 : 3_000)];
      random.nextBytes(value);
      for (int at = 0; at < value.length; at++) {
        // The last line is whole; those before it may have line ends and zeros in them.
        value[at] = i == 1 && value[at] < ' ' && value[at] >= 0 ? (byte) '~' : value[at];
      }
      head.writeBytes(value);
      head.writeBytes("\r\n".getBytes(ISO_8859_1));
    }
    head.writeBytes("\r\n".getBytes(ISO_8859_1));
    return head.toByteArray();
  }

  private int status(byte[] head) throws Exception {
    try (Wire wire = new Wire(node.port())) {
      return wire.sendWhileItIsTaken(head).answer().status();
    }
  }

  @Test
  void nobodyComesInByNoiseAndNothingBreaks() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    root.addAppender(lines);
    try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
      // Given
      SplittableRandom random = new SplittableRandom(SEED);
      List<Callable<String>> all = new ArrayList<>();
      for (int i = 0; i < TIMES; i++) {
        byte[] head = head(random);
        all.add(() -> status(head) + " to " + HexFormat.of().formatHex(head));
      }

      // When
      List<Future<String>> answers = threads.invokeAll(all);

      // Then
      for (Future<String> answer : answers) {
        assertThat(answer.get()).as("seed %d", SEED).matches("(400|401|429|431) to .*");
      }
      assertThat(answers.stream().filter(KeyHeaderFuzzTest::isOfItsKey)).isNotEmpty();
      String good = "GET /v1/models HTTP/1.1\r\nhost: x\r\nauthorization: Bearer " + MASTER;
      assertThat(ask(good + "\r\n\r\n").status()).isEqualTo(200);
      assertThat(List.copyOf(lines.list)).noneMatch(line -> line.getLevel().equals(Level.ERROR));
    } finally {
      root.detachAppender(lines);
    }
  }

  /** Refused for its key, and not for its form. */
  private static boolean isOfItsKey(Future<String> answer) {
    return answer.resultNow().startsWith("4") && !answer.resultNow().startsWith("400");
  }
}
