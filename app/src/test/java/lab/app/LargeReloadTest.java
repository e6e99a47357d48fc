package lab.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lab.testkit.answers.Answers;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration of 5,000 models is taken over beside the event loops, which go on. */
class LargeReloadTest {
  private static final int MODELS = 5_000;
  private static final int PROVIDERS = 50;

  /** Until what a node does has been compiled. */
  private static final int WARM = 2;

  private static final int RELOADS = 3;

  /**
   * Bytes that a loop may take between two looks. Time would say it too, but not the same on every
   * machine: reading the files on a loop takes 11 MB, making them ready 120 MB.
   */
  private static final long MOST = 3_000_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir private Path folder = Path.of("");
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private ScriptedProvider provider;
  private TestNode node;

  /** What one loop has burned at the last look, and the most between two looks. */
  private static final class Loop {
    private final EventExecutor executor;
    private long burned = -1;
    private long taken;
    private final AtomicLong longest = new AtomicLong();
    private final AtomicLong most = new AtomicLong();

    Loop(EventExecutor executor) {
      this.executor = executor;
    }

    void look() {
      long now = THREADS.getCurrentThreadCpuTime();
      long bytes = THREADS.getCurrentThreadAllocatedBytes();
      if (burned >= 0) {
        long unused = longest.accumulateAndGet(now - burned, Math::max);
        unused = most.accumulateAndGet(bytes - taken, Math::max);
      }
      burned = now;
      taken = bytes;
    }
  }

  @BeforeEach
  void start() throws Exception {
    provider = ScriptedProvider.start(vertx).await(10, SECONDS);
    provider.otherwise(Answers.chat(Flavour.VLLM, "m0", Said.words("hello")));
    node = TestNode.start(folder, Map.of("providers.yaml", providers(0)));
  }

  @AfterEach
  void close() throws Exception {
    node.close();
    http.close();
    var unused = vertx.close().await(10, SECONDS);
  }

  private String providers(int round) {
    int each = MODELS / PROVIDERS;
    String all =
        IntStream.range(0, PROVIDERS)
            .mapToObj(
                number ->
                    "  p%d: {type: vllm, base_url: \"%s\", status: active, models: [%s]}\n"
                        .formatted(
                            number,
                            provider.address(),
                            IntStream.range(0, each)
                                .mapToObj(i -> "m" + (number * each + i))
                                .collect(Collectors.joining(", "))))
            .collect(Collectors.joining());
    return "providers:\n%s  other: {type: vllm, base_url: \"%s\", status: active, models: [r%d]}\n"
            .formatted(all, provider.address(), round)
        + "health_checks: {enabled: false}\n";
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(node.base() + path))
            .timeout(Duration.ofSeconds(60))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void reload(int round) throws Exception {
    Path unused = Files.writeString(folder.resolve("providers.yaml"), providers(round));
    String said = post("/admin/reload", "").body();
    assertThat(new JsonObject(said).getString("status")).as(said).isIn("activated", "unchanged");
    for (int i = 0; i < 8; i++) {
      String chat =
          "{\"model\":\"m%d\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
              .formatted(i * 600);
      assertThat(post("/v1/chat/completions", chat).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void noLoopIsHeldUp() throws Exception {
    // Given
    for (int round = 1; round <= WARM; round++) {
      reload(round);
    }
    List<Loop> loops = new ArrayList<>();
    for (EventExecutor executor : ((VertxInternal) node.vertx()).nettyEventLoopGroup()) {
      loops.add(new Loop(executor));
    }

    // When: each loop is looked at every 2 ms
    try (ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor()) {
      Future<?> looking =
          watch.scheduleWithFixedDelay(
              () -> loops.forEach(loop -> loop.executor.execute(loop::look)),
              0,
              2,
              TimeUnit.MILLISECONDS);
      for (int round = 1; round <= RELOADS; round++) {
        reload(WARM + round);
      }
      boolean unused = looking.cancel(false);
    }

    // Then
    long longest = loops.stream().mapToLong(loop -> loop.longest.get()).max().orElseThrow();
    long most = loops.stream().mapToLong(loop -> loop.most.get()).max().orElseThrow();
    System.out.printf(
        "%d models, %d reloads: a loop worked for %d us and took %d bytes at most%n",
        MODELS, RELOADS, longest / 1_000, most);
    assertThat(most).isLessThan(MOST);
  }
}
