package lab.gateway.ingress;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lab.contract.CallFinished;
import lab.contract.Operation;
import lab.contract.bus.Bus;
import lab.dialect.ClientDialect;
import lab.dialect.ollama.OllamaPath;
import lab.gateway.Serving;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.LoopTimer;
import lab.gateway.call.OffLoop;
import lab.gateway.call.Replies;
import lab.gateway.call.Sent;
import lab.gateway.guard.Guard;
import lab.gateway.upstream.Dispatcher;
import org.jspecify.annotations.Nullable;

/** Which path and method leads where. Everything of OpenAI's also without {@code /v1}. */
final class Routes {
  private static final byte[] ALIVE = "\"I'm alive!\"".getBytes(StandardCharsets.UTF_8);
  private static final String READ = "GET, HEAD, OPTIONS";
  private static final String WRITE = "POST, OPTIONS";
  private static final String CHANGE = "PATCH, OPTIONS";
  private static final String PROVIDER = "/admin/providers/";

  private final Vertx vertx;
  private final Bus bus;
  private final Serving serving;
  private final Dispatcher dispatcher;
  private final Intake intake;
  private final LoopTimer timer;
  private final Admission admission;
  private final AccessLog log = new AccessLog();

  /** What each path takes, for the 405. */
  private final Map<String, String> allowed = new HashMap<>();

  Routes(Vertx vertx, Bus bus, Serving serving, Dispatcher dispatcher) {
    this.vertx = vertx;
    this.bus = bus;
    this.serving = serving;
    this.dispatcher = dispatcher;
    this.intake = new Intake(vertx, new OffLoop(vertx));
    this.timer = new LoopTimer(vertx);
    this.admission =
        new Admission(
            vertx,
            serving.capacity().requests(),
            () -> serving.configuration().settings().limits());
  }

  Router router() {
    Router router = Router.router(vertx);
    router.route().handler(new Entrance(vertx, guard(), this::words));
    // The most frequent first: routes are looked at in order.
    post(router, "/chat/completions", Operation.CHAT);
    post(router, "/completions", Operation.COMPLETION);
    post(router, "/embeddings", Operation.EMBEDDING);
    post(router, Clients::messages, List.of("/v1/messages"));
    post(router, Clients::tokenCount, List.of("/v1/messages/count_tokens"));
    ollama(router);
    passed(router);
    ModelList models = new ModelList(vertx, bus, this::offer);
    for (String prefix : List.of("/v1", "")) {
      get(
          router,
          prefix + "/models",
          context -> models.all(context.request(), Entrance.callerOf(context)));
      below(
          router,
          prefix + "/models/",
          (context, id) -> models.one(context.request(), Entrance.callerOf(context), id));
      get(
          router,
          prefix + "/model/info",
          context -> models.info(context.request(), Entrance.callerOf(context)));
    }
    for (String path : List.of("/health/liveliness", "/health/liveness")) {
      get(router, path, context -> Replies.json(context.request(), 200, ALIVE));
    }
    get(router, "/health/readiness", context -> readiness(context.request()));
    HealthPage health = new HealthPage(bus, serving::configuration);
    for (String path : List.of("/health", "/v1/health")) {
      get(router, path, context -> health.answer(context.request()));
    }
    ProviderPages pages = new ProviderPages(bus);
    get(router, "/admin/providers", context -> pages.providers(context.request()));
    configuring(router);
    get(router, "/metrics", context -> metrics(context.request()));
    get(router, "/admin/cluster", context -> cluster(context.request()));
    router
        .post("/admin/route")
        .handler(
            new ExplainHandler(timer, serving.routes(), intake, serving.budget(), this::offer));
    allowed.put("/admin/route", WRITE);
    caching(router);
    keys(router);
    RouteList routes = new RouteList(router);
    get(router, "/routes", context -> routes.answer(context.request()));
    get(
        router,
        "/",
        context -> HtmlReply.send(context.request(), offer().home().html(context.request())));
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

  private void configuring(Router router) {
    ConfigHandler config =
        new ConfigHandler(
            vertx, timer, serving.configuring(), () -> offer().bodies(), serving.budget(), log);
    get(router, "/admin/config", context -> config.show(context.request()));
    router.post("/admin/reload").handler(context -> config.reload(context.request()));
    allowed.put("/admin/reload", WRITE);
    router
        .patch(PROVIDER + "*")
        .handler(context -> config.provider(context.request(), below(PROVIDER, context)));
  }

  /** What no other dialect has, and what passes as it is. */
  private void passed(Router router) {
    post(router, "/rerank", Operation.RERANK);
    post(router, "/moderations", Operation.MODERATION);
    post(router, "/audio/transcriptions", Operation.TRANSCRIPTION);
    post(router, "/audio/translations", Operation.TRANSLATION);
    post(router, "/audio/speech", Operation.SPEECH);
    post(router, "/images/generations", Operation.IMAGE_GENERATION);
    post(router, "/images/edits", Operation.IMAGE_EDIT);
    post(router, "/images/variations", Operation.IMAGE_VARIATION);
  }

  private void ollama(Router router) {
    post(router, clients -> clients.ollama(OllamaPath.CHAT), List.of("/api/chat"));
    post(router, clients -> clients.ollama(OllamaPath.GENERATE), List.of("/api/generate"));
    post(router, clients -> clients.ollama(OllamaPath.EMBED), List.of("/api/embed"));
    post(router, clients -> clients.ollama(OllamaPath.EMBEDDINGS), List.of("/api/embeddings"));
    OllamaPages pages = new OllamaPages(vertx, bus, timer, this::offer, serving.budget());
    get(router, "/api/version", context -> pages.version(context.request()));
    get(router, "/api/tags", context -> pages.tags(context.request(), Entrance.callerOf(context)));
    get(router, "/api/ps", context -> pages.loaded(context.request(), Entrance.callerOf(context)));
    router
        .post("/api/show")
        .handler(context -> pages.show(context.request(), Entrance.callerOf(context)));
    allowed.put("/api/show", WRITE);
  }

  private void caching(Router router) {
    CachePages pages =
        new CachePages(vertx, timer, serving.cache(), () -> offer().bodies(), serving.budget());
    get(
        router,
        "/health/readiness/details",
        context -> pages.readiness(context.request(), serving.readiness().get()));
    get(router, "/cache/ping", context -> pages.ping(context.request()));
    get(router, "/admin/cache", context -> pages.show(context.request()));
    router.post("/cache/delete").handler(context -> pages.delete(context.request()));
    router.post("/cache/flushall").handler(context -> pages.flush(context.request()));
    allowed.put("/cache/delete", WRITE);
    allowed.put("/cache/flushall", WRITE);
  }

  private void keys(Router router) {
    KeyPages pages = new KeyPages(vertx, timer, serving.keys(), serving.budget());
    get(router, "/key/info", context -> pages.info(context.request()));
    get(router, "/key/list", context -> pages.list(context.request()));
    router.post("/key/generate").handler(context -> pages.generate(context.request()));
    router.post("/key/delete").handler(context -> pages.delete(context.request()));
    allowed.put("/key/generate", WRITE);
    allowed.put("/key/delete", WRITE);
  }

  private void post(Router router, String path, Operation operation) {
    post(router, clients -> clients.openAi(operation), List.of("/v1" + path, path));
  }

  private void post(Router router, Function<Clients, ClientDialect> spoken, List<String> paths) {
    ChatHandler handler =
        new ChatHandler(
            timer,
            serving.routes(),
            spoken,
            intake,
            serving.budget(),
            admission,
            serving.now(),
            serving.cache(),
            dispatcher,
            this::finished);
    for (String full : paths) {
      router
          .post(full)
          .handler(
              context -> {
                serving.traffic().began();
                handler.handle(context);
              });
      allowed.put(full, WRITE);
    }
  }

  private Offer offer() {
    return serving.now().get().offer();
  }

  private void finished(Exchange exchange, CallFinished call) {
    serving.traffic().ended();
    log.write(exchange, call);
    bus.tell(CallFinished.LINE, call);
  }

  private void get(Router router, String path, Handler<RoutingContext> handler) {
    router.get(path).handler(handler);
    router.head(path).handler(handler);
    allowed.put(path, READ);
  }

  private interface Below {
    void handle(RoutingContext context, String rest);
  }

  private void below(Router router, String prefix, Below handler) {
    get(router, prefix + "*", context -> handler.handle(context, below(prefix, context)));
  }

  private static String below(String prefix, RoutingContext context) {
    // As it came, for a name may hold two slashes; but not every way to write the prefix.
    String raw = context.request().path();
    String path = raw != null && raw.startsWith(prefix) ? raw : context.normalizedPath();
    return decoded(path.substring(prefix.length()));
  }

  /** Percent signs decoded; a plus is a plus in a path. */
  private static String decoded(String raw) {
    try {
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return raw;
    }
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
    String methods = allowed(path);
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

  private @Nullable String allowed(String path) {
    // A slash at the end is no other path; the routes above think so too.
    boolean slash = path.length() > 1 && path.endsWith("/");
    String methods = allowed.get(slash ? path.substring(0, path.length() - 1) : path);
    if (methods == null && path.startsWith(PROVIDER)) {
      return CHANGE;
    }
    return methods == null && (path.startsWith("/v1/models/") || path.startsWith("/models/"))
        ? READ
        : methods;
  }

  private static GatewayFailure badPath() {
    return new GatewayFailure.BadHttp("the path is not a valid URL path");
  }

  private void broken(RoutingContext context) {
    log.broken(context.failure());
    if (context.response().headWritten()) {
      Sent.unwatched(context.request().connection().close());
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
