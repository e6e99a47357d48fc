package lab.app.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.InferenceCall;
import lab.dialect.RequestReading;
import lab.dialect.openai.OpenAiRequests;
import lab.testkit.answers.Answers;
import lab.testkit.wire.Flavour;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * The entrance takes whatever comes: it never fails by itself, never hangs and never leaks. Every
 * run takes the same inputs; with {@code -Psoak} many more, from another seed each time.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class EntranceFuzzTest extends WithScriptedNode {
  private static final boolean SOAK = Boolean.getBoolean("lab.soak");
  private static final long SEED = SOAK ? System.nanoTime() : 20_261_121;
  private static final int SCALE = SOAK ? 50 : 1;
  private static final int WORKERS = 32;

  /** After this a server that waits for more is told that nothing more comes. */
  private static final Duration MOMENT = Duration.ofMillis(60);

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");

  /** What the gateway itself may say of a request. */
  private static final Set<Integer> EXPECTED =
      Set.of(100, 200, 204, 400, 403, 404, 405, 413, 414, 415, 431);

  private static final List<Operation> OPERATIONS = List.of(Operation.values());

  /** For the others {@code stream} says nothing, or is the provider's affair alone. */
  private static final Set<Operation> STREAMED = Set.of(Operation.CHAT, Operation.COMPLETION);

  private final Logger access = (Logger) LoggerFactory.getLogger("lab.access");
  private LeakWatch leaks = new LeakWatch();

  @Override
  @BeforeAll
  void startNode(@TempDir Path folder) throws Exception {
    super.startNode(folder);
    provider
        .at("/v1/completions", Answers.text(Flavour.VLLM, "test-model", "Hello"))
        .at("/v1/embeddings", Answers.embeddings("test-model", new float[] {1}));
    access.setLevel(Level.OFF);
  }

  @AfterAll
  void stopListening() {
    access.setLevel(null);
    leaks.close();
  }

  @Test
  void aHundredThousandBodiesAreReadOrRefusedAndNothingElse() {
    Mutations mutations = new Mutations(SEED);
    int understood = 0;
    for (int i = 0; i < 100_000 * SCALE; i++) {
      // Given
      int number = i;
      Operation operation = OPERATIONS.get(i % OPERATIONS.size());
      byte[] body = mutations.body();

      // When
      RequestReading reading = read(operation, body, number);

      // Then
      switch (reading) {
        case RequestReading.Understood(InferenceCall call) -> {
          understood++;
          isWhatAnotherParserReads(body, call, number);
        }
        case RequestReading.GoesOn goesOn -> throw new AssertionError(describe(number, body));
        case RequestReading.Malformed(String message, String param, String code) ->
            assertThat(message).as(() -> describe(number, body)).isNotBlank();
      }
    }
    assertThat(understood).as("of all: or little is tested").isGreaterThan(10_000 * SCALE);
  }

  private static RequestReading read(Operation operation, byte[] body, int number) {
    try {
      return OpenAiRequests.read(operation, body);
    } catch (RuntimeException | StackOverflowError bug) {
      throw new AssertionError(describe(number, body), bug);
    }
  }

  private static void isWhatAnotherParserReads(byte[] body, InferenceCall call, int number) {
    try {
      JsonObject other = new JsonObject(Buffer.buffer(body));
      ModelName model = call.model();
      assertThat(model == null ? "" : model.value())
          .as(() -> describe(number, body))
          .isEqualTo(Objects.requireNonNullElse(other.getValue("model"), ""));
      assertThat(call.streamed())
          .as(() -> describe(number, body))
          .isEqualTo(
              STREAMED.contains(call.operation()) && Boolean.TRUE.equals(other.getValue("stream")));
    } catch (DecodeException refused) {
      throw new AssertionError(describe(number, body), refused);
    }
  }

  @Test
  void sixThousandBodiesOnFewConnectionsAreEachAnsweredAsTheyAreRead() throws Exception {
    inParallel(
        8,
        worker -> {
          Mutations mutations = new Mutations(SEED + 1 + worker);
          try (Wire wire = new Wire(node.port())) {
            for (int i = 0; i < 750 * SCALE; i++) {
              answered(wire, mutations.body(), i);
            }
          }
        });
    stillServes();
  }

  private static void answered(Wire wire, byte[] body, int number) throws IOException {
    // When
    String head = "POST " + CHAT + " HTTP/1.1\r\nhost: x\r\ncontent-length: ";
    Answer answer =
        wire.send((head + body.length + "\r\n\r\n").getBytes(UTF_8)).send(body).answer();

    // Then
    Supplier<String> input = () -> describe(number, body);
    switch (OpenAiRequests.read(Operation.CHAT, body)) {
      case RequestReading.Understood call ->
          assertThat(answer.status()).as(input).isIn(200, 404, 400);
      case RequestReading.GoesOn goesOn -> throw new AssertionError(input.get());
      case RequestReading.Malformed(String message, String param, String code) -> {
        assertThat(answer.status()).as(input).isEqualTo(400);
        assertThat(answer.error().getString("code")).as(input).isEqualTo(code);
      }
    }
    assertThat(answer.keepsConnection()).as(input).isTrue();
  }

  @Test
  void fiveThousandConnectionsAreAnsweredOrClosed() throws Exception {
    inParallel(
        WORKERS,
        worker -> {
          Mutations mutations = new Mutations(SEED + 100 + worker);
          for (int i = 0; i < 160 * SCALE; i++) {
            int number = i;
            byte[] input = mutations.request();
            Matcher status = STATUS.matcher(heard(input, number));
            while (status.find()) {
              assertThat(Integer.parseInt(status.group(1)))
                  .as(() -> describe(number, input))
                  .isIn(EXPECTED);
            }
          }
        });
    stillServes();
  }

  /** Everything that comes until the node closes, which it must. */
  private String heard(byte[] input, int number) throws IOException {
    try (Wire wire = new Wire(node.port())) {
      // Closes the connection where the input was whole; what is not whole swallows it.
      byte[] last = "\r\nGET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".getBytes(UTF_8);
      return wire.sendWhileItIsTaken(input).sendWhileItIsTaken(last).allUntilClosed(MOMENT);
    } catch (SocketTimeoutException hangs) {
      throw new AssertionError("not closed: " + describe(number, input), hangs);
    }
  }

  private void stillServes() throws Exception {
    assertThat(ask(Wire.post(CHAT, HELLO)).status()).isEqualTo(200);
    assertThat(leaks.leaks()).isEmpty();
  }

  private interface Work {
    void run(int worker) throws Exception;
  }

  private static void inParallel(int workers, Work work) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> all = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        int worker = i;
        all.add(
            () -> {
              work.run(worker);
              return worker;
            });
      }
      for (Future<Integer> done : threads.invokeAll(all)) {
        assertThat(done.get()).isNotNegative();
      }
    }
  }

  private static String describe(int number, byte[] input) {
    return "seed %d, input %d: %s\n%s"
        .formatted(SEED, number, new String(input, ISO_8859_1), HexFormat.of().formatHex(input));
  }
}
