package lab.gateway.ingress;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lab.contract.bus.Bus;
import lab.gateway.Serving;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.LoopTimer;
import lab.gateway.call.Replies;

/** The paths of those who run a node, and of what watches it. One per event loop. */
final class OperatorRoutes {
  private static final byte[] ALIVE = "\"I'm alive!\"".getBytes(StandardCharsets.UTF_8);

  private final Vertx vertx;
  private final Bus bus;
  private final Serving serving;
  private final LoopTimer timer;
  private final Intake intake;
  private final AccessLog log;

  /**
   * @param intake for what is only asked about
   */
  OperatorRoutes(
      Vertx vertx, Bus bus, Serving serving, LoopTimer timer, Intake intake, AccessLog log) {
    this.vertx = vertx;
    this.bus = bus;
    this.serving = serving;
    this.timer = timer;
    this.intake = intake;
    this.log = log;
  }

  /** Adds them. */
  void mount(Paths paths) {
    health(paths);
    configuring(paths);
    paths.get("/metrics", context -> metrics(context.request()));
    paths.get("/admin/cluster", context -> cluster(context.request()));
    paths.post(
        "/admin/route",
        new ExplainHandler(
            timer, serving.routes(), serving.limits(), intake, serving.budget(), this::offer));
    caching(paths);
    watching(paths);
    keys(paths);
  }

  private void health(Paths paths) {
    for (String path : List.of("/health/liveliness", "/health/liveness")) {
      paths.get(path, context -> Replies.json(context.request(), 200, ALIVE));
    }
    paths.get("/health/readiness", context -> readiness(context.request()));
    HealthPage health = new HealthPage(bus, serving::configuration);
    for (String path : List.of("/health", "/v1/health")) {
      paths.get(path, context -> health.answer(context.request()));
    }
    ProviderPages pages = new ProviderPages(bus);
    paths.get("/admin/providers", context -> pages.providers(context.request()));
  }

  private void configuring(Paths paths) {
    ConfigHandler config =
        new ConfigHandler(
            vertx, timer, serving.configuring(), () -> offer().bodies(), serving.budget(), log);
    paths.get("/admin/config", context -> config.show(context.request()));
    paths.post("/admin/reload", context -> config.reload(context.request()));
    paths.patchBelow(
        "/admin/providers/", (context, name) -> config.provider(context.request(), name));
  }

  private void caching(Paths paths) {
    CachePages pages =
        new CachePages(vertx, timer, serving.cache(), () -> offer().bodies(), serving.budget());
    paths.get(
        "/health/readiness/details",
        context -> pages.readiness(context.request(), serving.readiness().get()));
    paths.get("/cache/ping", context -> pages.ping(context.request()));
    paths.get("/admin/cache", context -> pages.show(context.request()));
    paths.post("/cache/delete", context -> pages.delete(context.request()));
    paths.post("/cache/flushall", context -> pages.flush(context.request()));
  }

  private void watching(Paths paths) {
    FeedPages feed = new FeedPages(vertx, bus, serving.watchers(), serving.leaving());
    paths.get("/admin/requests", context -> feed.list(context.request()));
    paths.get("/admin/requests/stream", context -> feed.stream(context.request()));
    Counting counting = new Counting(bus.node(), serving.watchers());
    AlertPages alerts = new AlertPages(vertx, bus, counting, serving.leaving());
    paths.get("/admin/alerts", context -> alerts.list(context.request()));
    paths.get("/admin/alerts/stream", context -> alerts.stream(context.request()));
    StatsPages stats = new StatsPages(bus, counting);
    paths.get("/admin/stats", context -> stats.show(context.request()));
  }

  private void keys(Paths paths) {
    KeyPages pages = new KeyPages(vertx, timer, serving.keys(), serving.limits(), serving.budget());
    paths.get("/key/info", context -> pages.info(context.request()));
    paths.get("/key/list", context -> pages.list(context.request()));
    paths.post("/key/generate", context -> pages.generate(context.request()));
    paths.post("/key/delete", context -> pages.delete(context.request()));
  }

  private Offer offer() {
    return serving.now().get().offer();
  }

  private void metrics(HttpServerRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    // Some milliseconds of text-making: not on an event loop.
    vertx
        .executeBlocking(() -> serving.metrics().apply(accept), false)
        .onComplete(
            text -> Replies.bytes(request, text.contentType(), text.body()),
            broken -> {
              log.broken(broken);
              Replies.failure(request, new GatewayFailure.Bug());
            });
  }

  private void readiness(HttpServerRequest request) {
    Serving.Readiness now = serving.readiness().get();
    Replies.json(request, now.ready() ? 200 : 503, now.json().getBytes(StandardCharsets.UTF_8));
  }

  private void cluster(HttpServerRequest request) {
    Replies.json(request, 200, serving.cluster().get().getBytes(StandardCharsets.UTF_8));
  }
}
