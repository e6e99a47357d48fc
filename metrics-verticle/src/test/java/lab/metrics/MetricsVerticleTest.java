package lab.metrics;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallFinished;
import lab.contract.NodeId;
import lab.contract.bus.Bus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsVerticleTest {
  private final Meters meters = new Meters(Told.configuration(), "1.2.3");
  private final Vertx vertx =
      Vertx.builder()
          .with(new VertxOptions().setMetricsOptions(meters.platform().vertxOptions()))
          .withMetrics(meters.platform().vertxMetrics())
          .build();

  private final AtomicReference<ScrapeVerticle.Ready> ready =
      new AtomicReference<>(new ScrapeVerticle.Ready(false, "{\"status\":\"starting\"}"));

  private final AtomicReference<Future<String>> providers =
      new AtomicReference<>(Future.failedFuture("no router"));

  private final ScrapeVerticle.Health health =
      new ScrapeVerticle.Health(ready::get, providers::get);

  /** The port of these meters, which everybody may ask. */
  private ScrapeVerticle scraped(Meters whose, int port) {
    return new ScrapeVerticle(whose.scrape(), health, request -> true, "127.0.0.1", port);
  }

  @AfterEach
  void close() {
    await(vertx.close());
    meters.close();
  }

  @Test
  void whatIsToldOnceIsCountedOnceHoweverManyLoopsListen() {
    // Given
    Bus bus = Bus.of(vertx, new NodeId("n1"));
    DeploymentOptions everyLoop = new DeploymentOptions().setInstances(4);
    await(vertx.deployVerticle(() -> new MetricsVerticle(bus, meters), everyLoop));

    // When
    for (int i = 0; i < 50; i++) {
      bus.tell(AttemptOutcome.LINE, Told.attempt("vllm", new Ending.Succeeded()));
      bus.tell(CallFinished.LINE, Told.call("llama", "exact", 200, null));
    }

    // Then
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(Told.text(meters))
                    .contains(
                        "provider_requests_total{provider=\"vllm\",status=\"success\"} 50.0\n",
                        "litellm_requests_total{model=\"llama\",status=\"success\"} 50.0\n"));
  }

  @Test
  void twoNodesOfOneProcessCountEachForItself() {
    // Given
    Meters others = new Meters(Told.configuration(), "1.2.3");

    // When
    Vertx other =
        Vertx.builder()
            .with(new VertxOptions().setMetricsOptions(others.platform().vertxOptions()))
            .withMetrics(others.platform().vertxMetrics())
            .build();

    // Then
    assertThat(Told.text(others)).contains("vertx_pool_queue_pending");
    await(other.close());
    others.close();
  }

  @Test
  void theScrapePortServesTheText() {
    // Given
    ScrapeVerticle verticle = scraped(meters, 0);
    await(vertx.deployVerticle(verticle));

    // When
    HttpClientResponse answer = get(verticle.port(), "/metrics");
    String body = await(answer.body()).toString();

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.getHeader("Content-Type"))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(body)
        .contains(
            "# TYPE litellm_requests_total counter\n", "gateway_build_info{version=\"1.2.3\"}");
  }

  @Test
  void theScrapePortTellsOfProvidersWhereItsNodeKnowsThem() {
    // Given
    ScrapeVerticle verticle = scraped(meters, 0);
    await(vertx.deployVerticle(verticle));

    // When
    HttpClientResponse unknown = get(verticle.port(), "/health");
    providers.set(Future.succeededFuture("{\"healthy_count\":1}"));
    HttpClientResponse known = get(verticle.port(), "/health");

    // Then
    assertThat(unknown.statusCode()).isEqualTo(503);
    assertThat(known.statusCode()).isEqualTo(200);
    assertThat(await(known.body()).toString()).isEqualTo("{\"healthy_count\":1}");
  }

  @Test
  void aTextOfMegabytesComesWhole() {
    // Given
    List<String> models = IntStream.range(0, 1_000).mapToObj(i -> "model-" + i).toList();
    try (Meters many =
        new Meters(
            Told.configuration(List.of(Told.provider("p", models))), "1", Integer.MAX_VALUE)) {
      ScrapeVerticle verticle = scraped(many, 0);
      await(vertx.deployVerticle(verticle));

      // When
      HttpClientResponse answer = get(verticle.port(), "/metrics");
      String body = await(answer.body()).toString();

      // Then
      assertThat(body).hasSizeGreaterThan(1024 * 1024);
      assertThat(answer.getHeader("Content-Length")).isEqualTo(Integer.toString(body.length()));
      assertThat(body.lines().filter(line -> line.startsWith("litellm_requests_total{")))
          .hasSize(2 * (models.size() + 2));
    }
  }

  @Test
  void theScrapePortSaysThatTheNodeLivesAndWhetherItIsReady() {
    // Given
    ScrapeVerticle verticle = scraped(meters, 0);
    await(vertx.deployVerticle(verticle));

    // When
    int alive = get(verticle.port(), "/health/liveliness").statusCode();
    int starting = get(verticle.port(), "/health/readiness").statusCode();
    ready.set(new ScrapeVerticle.Ready(true, "{\"status\":\"healthy\"}"));
    HttpClientResponse then = get(verticle.port(), "/health/readiness");
    String body = await(then.body()).toString();

    // Then
    assertThat(alive).isEqualTo(200);
    assertThat(starting).isEqualTo(503);
    assertThat(then.statusCode()).isEqualTo(200);
    assertThat(body).isEqualTo("{\"status\":\"healthy\"}");
  }

  @Test
  void theScrapePortServesNothingElse() {
    // Given
    ScrapeVerticle verticle = scraped(meters, 0);
    await(vertx.deployVerticle(verticle));

    // When
    HttpClientResponse answer = get(verticle.port(), "/");

    // Then
    assertThat(answer.statusCode()).isEqualTo(404);
  }

  @Test
  void connectionsThatAreLeftOpenMakePlaceForOthers() throws Exception {
    // Given
    ScrapeVerticle verticle = scraped(meters, 0);
    await(vertx.deployVerticle(verticle));
    List<Socket> idle = new ArrayList<>();

    try {
      // When
      for (int i = 0; i <= ScrapeVerticle.MOST_CONNECTIONS; i++) {
        idle.add(connected(verticle));
      }

      // Then: the first had to go, and only that one
      assertThat(idle.getFirst().getInputStream().read()).isEqualTo(-1);
      assertThat(asked(idle.get(1))).startsWith("HTTP/1.1 200 OK");
      assertThat(asked(idle.getLast())).startsWith("HTTP/1.1 200 OK");
    } finally {
      for (Socket one : idle) {
        one.close();
      }
    }
  }

  @Test
  void connectionsThatAreClosedTakeNobodysPlace() throws Exception {
    // Given
    ScrapeVerticle verticle = scraped(meters, 0);
    await(vertx.deployVerticle(verticle));

    try (Socket first = connected(verticle)) {
      // When
      for (int i = 0; i < 2 * ScrapeVerticle.MOST_CONNECTIONS; i++) {
        try (Socket passing = connected(verticle)) {
          assertThat(asked(passing)).startsWith("HTTP/1.1 200 OK");
        }
      }

      // Then
      assertThat(asked(first)).startsWith("HTTP/1.1 200 OK");
    }
  }

  private static Socket connected(ScrapeVerticle verticle) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), verticle.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  /** All that is answered, until the node closes the connection. */
  private static String asked(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write(
            "GET /health/liveliness HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
                .getBytes(US_ASCII));
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }

  @Test
  void aPortThatIsTakenIsSaidSo() {
    // Given
    Vertx other = Vertx.vertx();
    HttpServer server =
        await(other.createHttpServer().requestHandler(request -> {}).listen(0, "127.0.0.1"));
    int port = server.actualPort();

    // When
    Future<String> deployed = vertx.deployVerticle(scraped(meters, port));

    // Then
    Awaitility.await().until(deployed::isComplete);
    assertThat(deployed.cause())
        .isInstanceOf(ScrapeVerticle.PortTaken.class)
        .hasMessage("the metrics port 127.0.0.1:" + port + " is taken");
    await(other.close());
  }

  @Test
  void vertxCountsItsPoolsAndNothingOnTheWayOfARequest() {
    // Given
    ScrapeVerticle verticle = scraped(meters, 0);
    await(vertx.deployVerticle(verticle));
    await(get(verticle.port(), "/metrics").body());

    // When
    String text = Told.text(meters);

    // Then
    assertThat(text).contains("vertx_pool_").doesNotContain("vertx_http_", "vertx_eventbus_");
  }

  private HttpClientResponse get(int port, String path) {
    return await(
        vertx
            .createHttpClient()
            .request(HttpMethod.GET, port, "127.0.0.1", path)
            .compose(request -> request.send())
            // Read at once: a body that nobody asks for is thrown away as it comes.
            .compose(answer -> answer.body().map(read -> answer)));
  }

  @CanIgnoreReturnValue
  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, SECONDS).join();
  }
}
