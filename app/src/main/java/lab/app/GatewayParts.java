package lab.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import lab.contract.Role;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import lab.gateway.KeysVerticle;
import lab.gateway.Serving;
import lab.gateway.cache.ResponseCache;
import lab.gateway.cache.ResponseShelf;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Capacity;
import lab.gateway.call.Traffic;
import lab.gateway.guard.Guard;
import lab.gateway.guard.KeyLedger;
import lab.gateway.ingress.Doorway;
import lab.gateway.limit.Budgets;
import lab.gateway.limit.BudgetsVerticle;
import lab.gateway.limit.Limits;
import lab.gateway.limit.LimitsVerticle;
import lab.gateway.route.OtherRouters;
import lab.gateway.route.OwnRouter;
import lab.gateway.route.RouteSource;
import lab.gateway.upstream.LostFields;
import lab.metrics.Meters;
import org.jspecify.annotations.Nullable;

/** What serves clients: the parts of a node's role gateway. */
final class GatewayParts {
  private final Vertx vertx;
  private final Bus bus;
  private final NodeOptions options;
  private final Members members;
  private final Active active;
  private final ByteBudget budget;
  private final Meters meters;
  private final int loops;
  private final PeerParts peers;
  private final KeyLedger keys;
  private final Budgets budgets;
  private final Limits limits;
  private final OwnTraces traces;
  private final GatewayPort clients;

  GatewayParts(
      Vertx vertx,
      Bus bus,
      NodeOptions options,
      Members members,
      Active active,
      ByteBudget budget,
      Meters meters,
      Doorway doorway,
      int loops) {
    this.vertx = vertx;
    this.bus = bus;
    this.options = options;
    this.members = members;
    this.active = active;
    this.budget = budget;
    this.meters = meters;
    this.loops = loops;
    this.peers = new PeerParts(options, vertx, bus, members);
    this.keys =
        new KeyLedger(
            vertx, options.open(), options.stateDir().resolve("keys.json"), InstantSource.system());
    keys.goesBy(options.configuration());
    active.ahead(keys::goesBy);
    this.budgets = new Budgets(vertx, options.id(), options.stateDir(), InstantSource.system());
    this.limits = new Limits(bus, members, budgets, () -> System.nanoTime() / 1_000);
    limits.goesBy(options.configuration());
    active.ahead(limits::goesBy);
    meters.showLimits(limits::given, limits::refused, limits::silent);
    this.traces = new OwnTraces(vertx, options);
    meters.showTraces(traces::full, traces::undelivered);
    this.clients = new GatewayPort(vertx, bus, options, doorway, loops);
  }

  /**
   * Opens what serves, in the order in which its parts need each other.
   *
   * @param serving what is served, once traces can be had
   */
  Future<Void> open(Supplier<Serving> serving) {
    return traces.begin().compose(begun -> open(serving.get()));
  }

  private Future<Void> open(Serving serving) {
    return vertx
        .deployVerticle(new KeysVerticle(bus, keys, members))
        .compose(known -> vertx.deployVerticle(new BudgetsVerticle(bus, budgets)))
        .compose(known -> vertx.deployVerticle(new LimitsVerticle(bus, limits)))
        .compose(known -> peers.open(vertx, loops, serving.cache(), serving.responses()))
        .compose(open -> clients.open(serving));
  }

  /** What is served, beside what the other parts of the node know. */
  Serving serving(
      ReadyPage readyPage,
      ClusterPage clusterPage,
      WatchParts watch,
      Stopping stopping,
      @Nullable Reloading reloading) {
    ResponseCache cache =
        CountedCache.of(vertx, active.configuration(), budget, meters, peers.flying());
    if (cache != null) {
      active.ahead(cache::goesBy);
    }
    Traffic traffic = new Traffic();
    meters.showTraffic(
        new Meters.Traffic(traffic::connections, traffic::requests, budget::held, budget::most));
    return new Serving(
        active::generation,
        readyPage::forClients,
        routes(),
        watch::page,
        () -> clusterPage.json(Instant.now()),
        watch::all,
        stopping::begun,
        budget,
        Capacity.of(() -> active.configuration().settings().limits()),
        new LostFields(),
        keys,
        limits,
        cache,
        ResponseShelf.of(vertx, active.configuration().settings(), cache, peers.peers()),
        traces.tracing(),
        traffic,
        ConfigPages.of(vertx, reloading));
  }

  /** A guard of this node's, for one event loop; also where the node does not serve clients. */
  Guard guard() {
    return Guard.of(keys, () -> active.configuration().settings(), InstantSource.system());
  }

  private RouteSource routes() {
    return options.roles().contains(Role.ROUTER)
        ? new OwnRouter(bus)
        : new OtherRouters(bus, members, InstantSource.system());
  }

  /** The port for clients, or -1 where this node has none. */
  int port() {
    return clients.port();
  }

  /** Lets running answers finish, and breaks off those that still run after so long. */
  Future<Void> finish(Duration longest) {
    Future<Void> others = peers.finish(longest);
    return clients.finish(longest).eventually(() -> others).eventually(traces::end);
  }
}
