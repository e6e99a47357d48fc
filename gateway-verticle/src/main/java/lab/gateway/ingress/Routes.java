package lab.gateway.ingress;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
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
  private final Vertx vertx;
  private final Bus bus;
  private final Serving serving;
  private final Dispatcher dispatcher;
  private final OffLoop offLoop;
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
    this.offLoop = new OffLoop(vertx);
    this.intake =
        new Intake(vertx, offLoop, serving.responses(), serving.cache(), serving.budget().most());
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
    post(Operation.CHAT);
    post(Operation.COMPLETION);
    post(Operation.EMBEDDING);
    post((caller, clients) -> clients.messages(), List.of("/v1/messages"));
    post((caller, clients) -> clients.tokenCount(), List.of("/v1/messages/count_tokens"));
    responses();
    ollama();
    Stream.of(Operation.values()).filter(Operation::isPassed).forEach(this::post);
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
    new OperatorRoutes(vertx, bus, serving, timer, intake, log).mount(paths);
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

  private void responses() {
    ResponsePages pages = new ResponsePages(serving.responses());
    InputItemsPage input = new InputItemsPage(serving.responses(), offLoop, serving.budget());
    post(
        (caller, clients) -> clients.responses(serving.responses().of(caller)),
        List.of("/v1/responses", "/responses"));
    post(
        (caller, clients) -> clients.responsesTokenCount(serving.responses().of(caller)),
        List.of("/v1/responses/input_tokens", "/responses/input_tokens"));
    for (String prefix : List.of("/v1/responses/", "/responses/")) {
      paths.getOf(prefix, "/input_items", input::list);
      paths.keptBelow(prefix, pages::show, pages::forget);
    }
  }

  private void ollama() {
    ollama("/api/chat", OllamaPath.CHAT);
    ollama("/api/generate", OllamaPath.GENERATE);
    ollama("/api/embed", OllamaPath.EMBED);
    ollama("/api/embeddings", OllamaPath.EMBEDDINGS);
    OllamaPages pages =
        new OllamaPages(vertx, bus, timer, this::offer, serving.budget(), serving.routes());
    paths.get("/api/version", context -> pages.version(context.request()));
    paths.get("/api/tags", context -> pages.tags(context.request(), Entrance.callerOf(context)));
    paths.get("/api/ps", context -> pages.loaded(context.request(), Entrance.callerOf(context)));
    paths.post("/api/show", context -> pages.show(context.request(), Entrance.callerOf(context)));
  }

  private void ollama(String path, OllamaPath speaks) {
    post((caller, clients) -> clients.ollama(speaks), List.of(path));
  }

  private void post(Operation operation) {
    String path = operation.path();
    post(
        (caller, clients) -> clients.openAi(operation),
        List.of(path, path.substring("/v1".length())));
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
