package lab.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import lab.app.log.LogQueue;
import lab.contract.Heartbeat;
import lab.contract.Heartbeat.Phase;
import lab.contract.NodeId;
import lab.contract.ProvidersQuery;
import lab.contract.Role;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import lab.gateway.Serving;
import lab.gateway.call.ByteBudget;
import lab.gateway.ingress.Doorway;
import lab.health.HealthVerticle;
import lab.health.Readiness;
import lab.health.poll.Poller;
import lab.metrics.Meters;
import lab.router.AttemptsVerticle;
import lab.router.LiveBoardVerticle;
import lab.router.RouterVerticle;
import lab.router.board.NodeBoard;
import lab.router.share.Others;
import lab.router.standing.Page;
import org.jspecify.annotations.Nullable;

/** A running node: its Vert.x, its bus, and the verticles of its roles. */
final class Node {
  private final NodeOptions options;
  private final UnaryOperator<Serving> adjust;
  private final Vertx vertx;
  private final Bus bus;
  private final int loops;
  private final ByteBudget budget;
  private final Active active;
  private final NodeBoard board;
  private final Meters meters;
  private final Readiness readiness;
  private final Members members;
  private final Heart heart;
  private final @Nullable Reloads reloads;
  private final Supplier<Set<NodeId>> listed;
  private final LiveBoardVerticle knowledge;
  private final ReadyPage readyPage;
  private final ClusterPage clusterPage;
  private final WatchParts watch;
  private final GatewayParts clients;
  private final Stopping stopping;

  private Node(
      NodeOptions options,
      UnaryOperator<Serving> adjust,
      Meters meters,
      NodeVertx made,
      Doorway doorway,
      int loops) {
    this.options = options;
    this.adjust = adjust;
    this.meters = meters;
    this.vertx = made.vertx();
    this.loops = loops;
    this.bus = Bus.of(vertx, options.id());
    this.budget = ByteBudget.of(options.configuration().settings());
    this.active = new Active(Bundle.of(options.configuration(), budget.most()));
    this.board = NodeBoard.of(options.configuration());
    active.ahead(board::goesBy);
    active.ahead(meters::goBy);
    this.readiness = new Readiness(options.roles());
    Heartbeat first = options.joining(Instant.now());
    this.members = new Members(first);
    this.heart = new Heart(bus, first, members, InstantSource.system(), this::thawed);
    this.stopping = new Stopping(vertx, heart, this::finish);
    this.listed = made.listed();
    Others others = new Others(members, listed, () -> Poller.polled(active.configuration()));
    this.knowledge = new LiveBoardVerticle(bus, board, others);
    ConfigSource source = options.source();
    this.reloads =
        source == null
            ? null
            : Reloads.of(
                vertx, bus, members, heart, active, source, budget.most(), options.isReached());
    this.readyPage = new ReadyPage(options.id(), readiness, heart, this::isBehind, stopping::begun);
    this.clusterPage = new ClusterPage(members, listed, active::configuration);
    this.watch = new WatchParts(vertx, bus, options, members, active, meters, loops);
    this.clients =
        new GatewayParts(vertx, bus, options, members, active, budget, meters, doorway, loops);
    meters.countOnBus(bus::offLoopAsks, bus::unreadable);
    meters.countLostLogLines(LogQueue::lost);
    meters.showCluster(() -> clusterPage.phases(Instant.now()), () -> made.listed().get().size());
  }

  /** Starts a node; completes when it is ready for requests. */
  static Future<Node> start(NodeOptions options) {
    return start(options, UnaryOperator.identity());
  }

  /**
   * Starts a node whose patience with clients is not the usual one.
   *
   * @param adjust gives what is served instead of the usual
   */
  static Future<Node> start(NodeOptions options, UnaryOperator<Serving> adjust) {
    int loops = Runtime.getRuntime().availableProcessors();
    Meters meters = new Meters(options.configuration(), Main.Version.current());
    Doorway doorway = new Doorway();
    return NodeVertx.make(options, meters, doorway, loops)
        .compose(
            made -> {
              Node node = new Node(options, adjust, meters, made, doorway, loops);
              return node.deploy().map(node).recover(failure -> node.failed(failure));
            });
  }

  private Future<Node> failed(Throwable failure) {
    // Not waited for: what waits for a closed Vert.x waits on one of its own threads.
    Future<Void> unused = vertx.close();
    return Future.failedFuture(failure);
  }

  /**
   * In the order in which they need each other: who answers before who asks. A part is deployed
   * when it has the state that it needs, so that a node that serves lacks nothing.
   */
  private Future<Void> deploy() {
    return vertx
        .deployVerticle(new HeartVerticle(bus, heart))
        .compose(done -> configuration())
        .compose(done -> when(Role.METRICS, watch::deploy))
        .compose(done -> watch.open(readyPage::forWatchers, clients.guard()))
        .compose(done -> knowledge())
        .compose(done -> when(Role.ROUTER, this::router))
        .compose(done -> when(Role.HEALTH, this::health))
        .compose(done -> when(Role.GATEWAY, this::gateway))
        .onSuccess(done -> heart.enter(Phase.SERVING));
  }

  private Future<Void> when(Role role, Supplier<Future<Void>> start) {
    return options.roles().contains(role)
        ? start.get().onSuccess(done -> readiness.deployed(role))
        : Future.succeededFuture();
  }

  /** Before any part: what the cluster goes by beats this node's files. */
  private Future<Void> configuration() {
    ConfigSource source = options.source();
    return reloads == null || source == null
        ? Future.succeededFuture()
        : vertx.deployVerticle(new ReloadVerticle(bus, source, reloads, listed)).mapEmpty();
  }

  private boolean isBehind() {
    return reloads != null && reloads.catchUp().isBehind();
  }

  /** Does what operators wish, or null where this node was not started from a folder. */
  @Nullable Reloading reloading() {
    return reloads == null ? null : reloads.reloading();
  }

  /** What decides, what makes attempts and what raises alerts need the board. */
  private Future<Void> knowledge() {
    if (options.roles().equals(Set.of(Role.HEALTH))) {
      return Future.succeededFuture();
    }
    Page page = new Page(board, options.id());
    meters.showProviders(() -> page.answer(new ProvidersQuery(null), Instant.now()));
    return vertx
        .deployVerticle(knowledge)
        .compose(done -> EachLoop.deploy(vertx, loops, () -> new AttemptsVerticle(bus, board)));
  }

  private Future<Void> router() {
    return EachLoop.deploy(vertx, loops, () -> new RouterVerticle(bus, active::plan, board));
  }

  private Future<Void> gateway() {
    return clients.open(
        () -> adjust.apply(clients.serving(readyPage, clusterPage, watch, stopping, reloading())));
  }

  /** It serves on what it knew, and takes nothing over until it knows what happened meanwhile. */
  private void thawed(Set<NodeId> others) {
    var unused = knowledge.catchUp(others).onComplete(known -> heart.caughtUp());
  }

  private Future<Void> health() {
    return vertx
        .deployVerticle(new HealthVerticle(bus, active::configuration, readiness, members))
        .mapEmpty();
  }

  Active active() {
    return active;
  }

  NodeOptions options() {
    return options;
  }

  Members members() {
    return members;
  }

  NodeBoard board() {
    return board;
  }

  Bus bus() {
    return bus;
  }

  Vertx vertx() {
    return vertx;
  }

  /** The port for clients, or -1 where this node has none. */
  int port() {
    return clients.port();
  }

  /** The metrics port, or -1 where this node has none of its own. */
  int metricsPort() {
    return watch.port();
  }

  /**
   * Is not ready any more, stops taking requests, lets running answers finish, and ends. Told
   * again, it goes on with what it has begun.
   *
   * @param delay how long it takes requests that still come
   * @param longest after which answers that still run are broken off
   */
  Future<Void> stop(Duration delay, Duration longest) {
    return stopping.stop(delay, longest);
  }

  private Future<Void> finish(Duration longest) {
    return clients.finish(longest).eventually(vertx::close);
  }
}
