package lab.gateway.ingress;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import lab.contract.CallFinished;
import lab.contract.Operation;
import lab.contract.bus.Bus;
import lab.dialect.ClientDialect;
import lab.dialect.ollama.OllamaPath;
import lab.gateway.Serving;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.HangUp;
import lab.gateway.call.LoopTimer;
import lab.gateway.call.OffLoop;
import lab.gateway.call.Replies;
import lab.gateway.call.Sent;
import lab.gateway.call.Tracing;
import lab.gateway.guard.Guard;
import lab.gateway.upstream.Dispatcher;

/** Which path and method leads where. Everything of OpenAI's also without {@code /v1}. */
final class Routes {
  private static final byte[] ALIVE = "\"I'm alive!\"".getBytes(StandardCharsets.UTF_8);

  private final Vertx vertx;
  private final Bus bus;
  private final Serving serving;
  private final Dispatcher dispatcher;
  private final Intake intake;
  private final LoopTimer timer;
  private final Admission admission;
  private final AccessLog log = new AccessLog();
  private final Router router;
  private final Paths paths;

  Routes(Vertx vertx, Bus bus, Serving serving, Dispatcher dispatcher) {
    this.vertx = vertx;
    this.bus = bus;
    this.serving = serving;
    this.dispatcher = dispatcher;
    this.router = Router.router(vertx);
    this.paths = new Paths(router);
    this.intake =
        new Intake(vertx, new OffLoop(vertx), serving.responses(), serving.budget().most());
    this.timer = new LoopTimer(vertx);
    this.admission =
        new Admission(
            vertx,
            serving.capacity().requests(),
            () -> serving.configuration().settings().limits());
  }

  Router router() {
    router.route().handler(new Entrance(vertx, guard(), this::words));
    // The most frequent first: routes are looked at in order.
    post("/chat/completions", Operation.CHAT);
    post("/completions", Operation.COMPLETION);
    post("/embeddings", Operation.EMBEDDING);
    post((caller, clients) -> clients.messages(), List.of("/v1/messages"));
    post((caller, clients) -> clients.tokenCount(), List.of("/v1/messages/count_tokens"));
    responses();
    ollama();
    passed();
    ModelList models = new ModelList(vertx, bus, this::offer);
    for (String prefix : List.of("/v1", "")) {
      paths.get(
          prefix + "/models", context -> models.all(context.request(), Entrance.callerOf(context)));
      paths.getBelow(
          prefix + "/models/",
          (context, id) -> models.one(context.request(), Entrance.callerOf(context), id));
      paths.get(
          prefix + "/model/info",
          context -> models.info(context.request(), Entrance.callerOf(context)));
    }
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
    configuring();
    paths.get("/metrics", context -> metrics(context.request()));
    paths.get("/admin/cluster", context -> cluster(context.request()));
    paths.post(
        "/admin/route",
        new ExplainHandler(timer, serving.routes(), intake, serving.budget(), this::offer));
    caching();
    watching();
    keys();
    RouteList routes = new RouteList(router);
    paths.get("/routes", context -> routes.answer(context.request()));
    paths.get(
        "/", context -> HtmlReply.send(context.request(), offer().home().html(context.request())));
    router.route().handler(this::unserved);
    router.errorHandler(400, context -> refuse(context, badPath()));
    router.errorHandler(404, this::noPath);
    router.errorHandler(500, this::broken);
    return router;
  }

  private Guard guard() {
    return Guard.of(
        serving.keys(), () -> serving.configuration().settings(), InstantSource.system());
  }

  private void configuring() {
    ConfigHandler config =
        new ConfigHandler(
            vertx, timer, serving.configuring(), () -> offer().bodies(), serving.budget(), log);
    paths.get("/admin/config", context -> config.show(context.request()));
    paths.post("/admin/reload", context -> config.reload(context.request()));
    paths.patchBelow(
        "/admin/providers/", (context, name) -> config.provider(context.request(), name));
  }

  /** What no other dialect has, and what passes as it is. */
  private void passed() {
    post("/rerank", Operation.RERANK);
    post("/moderations", Operation.MODERATION);
    post("/audio/transcriptions", Operation.TRANSCRIPTION);
    post("/audio/translations", Operation.TRANSLATION);
    post("/audio/speech", Operation.SPEECH);
    post("/images/generations", Operation.IMAGE_GENERATION);
    post("/images/edits", Operation.IMAGE_EDIT);
    post("/images/variations", Operation.IMAGE_VARIATION);
  }

  private void responses() {
    ResponsePages pages = new ResponsePages(serving.responses());
    post(
        (caller, clients) -> clients.responses(serving.responses().of(caller)),
        List.of("/v1/responses", "/responses"));
    for (String prefix : List.of("/v1/responses/", "/responses/")) {
      paths.keptBelow(prefix, pages::show, pages::forget);
    }
  }

  private void ollama() {
    ollama("/api/chat", OllamaPath.CHAT);
    ollama("/api/generate", OllamaPath.GENERATE);
    ollama("/api/embed", OllamaPath.EMBED);
    ollama("/api/embeddings", OllamaPath.EMBEDDINGS);
    OllamaPages pages = new OllamaPages(vertx, bus, timer, this::offer, serving.budget());
    paths.get("/api/version", context -> pages.version(context.request()));
    paths.get("/api/tags", context -> pages.tags(context.request(), Entrance.callerOf(context)));
    paths.get("/api/ps", context -> pages.loaded(context.request(), Entrance.callerOf(context)));
    paths.post("/api/show", context -> pages.show(context.request(), Entrance.callerOf(context)));
  }

  private void ollama(String path, OllamaPath speaks) {
    post((caller, clients) -> clients.ollama(speaks), List.of(path));
  }

  private void caching() {
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

  private void watching() {
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

  private void keys() {
    KeyPages pages = new KeyPages(vertx, timer, serving.keys(), serving.budget());
    paths.get("/key/info", context -> pages.info(context.request()));
    paths.get("/key/list", context -> pages.list(context.request()));
    paths.post("/key/generate", context -> pages.generate(context.request()));
    paths.post("/key/delete", context -> pages.delete(context.request()));
  }

  private void post(String path, Operation operation) {
    post((caller, clients) -> clients.openAi(operation), List.of("/v1" + path, path));
  }

  private void post(Spoken spoken, List<String> spellings) {
    ChatHandler handler =
        new ChatHandler(
            timer,
            serving.routes(),
            spoken,
            intake,
            serving.budget(),
            admission,
            serving.now(),
            serving.limits(),
            serving.cache(),
            dispatcher,
            serving.tracing(),
            this::finished);
    for (String full : spellings) {
      paths.post(
          full,
          context -> {
            serving.traffic().began();
            handler.handle(context);
          });
    }
  }

  private Offer offer() {
    return serving.now().get().offer();
  }

  private void finished(Exchange exchange, CallFinished call) {
    serving.traffic().ended();
    Tracing.OfRequest trace = exchange.attempts().trace();
    if (trace != null) {
      trace.over(call);
    }
    log.write(exchange, call);
    bus.tell(CallFinished.LINE, call);
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

  private void unserved(RoutingContext context) {
    HttpServerRequest request = context.request();
    String path = context.normalizedPath();
    String methods = paths.allowed(path);
    if (methods != null) {
      context.response().putHeader(HttpHeaders.ALLOW, methods);
    }
    answer(
        context,
        methods == null
            ? new GatewayFailure.UnknownPath(path)
            : new GatewayFailure.WrongMethod(request.method().name(), path, methods));
  }

  /** What does not begin with a slash reaches no route: the asterisk of OPTIONS, a host's name. */
  private void noPath(RoutingContext context) {
    answer(context, new GatewayFailure.UnknownPath(context.request().uri()));
  }

  private void answer(RoutingContext context, GatewayFailure otherwise) {
    if (context.request().method().equals(HttpMethod.OPTIONS)) {
      Sent.unwatched(context.response().setStatusCode(204).end());
    } else {
      refuse(context, otherwise);
    }
  }

  private static GatewayFailure badPath() {
    return new GatewayFailure.BadHttp("the path is not a valid URL path");
  }

  private void broken(RoutingContext context) {
    log.broken(context.failure());
    if (context.response().headWritten()) {
      HangUp.at(context.request());
    } else {
      refuse(context, new GatewayFailure.Bug());
    }
  }

  private void refuse(RoutingContext context, GatewayFailure failure) {
    HttpServerRequest request = context.request();
    Lingering.reply(vertx, request, () -> Replies.failure(request, words(request), failure));
  }

  private ClientDialect words(HttpServerRequest request) {
    return offer().clients().at(String.valueOf(request.path()));
  }
}
