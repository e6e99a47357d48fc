package lab.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import lab.contract.NodeId;
import lab.contract.ProvidersQuery;
import lab.contract.Role;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import lab.gateway.Serving;
import lab.gateway.guard.Guard;
import lab.gateway.ingress.Deployments;
import lab.metrics.Exposition;
import lab.metrics.Meters;
import lab.metrics.MetricsVerticle;
import lab.metrics.PulseVerticle;
import lab.metrics.ScrapeVerticle;
import lab.metrics.alerts.AlertCounts;
import lab.metrics.alerts.AlertsVerticle;
import lab.metrics.stats.StatsVerticle;
import org.jspecify.annotations.Nullable;

/** What counts, judges and shows what a node does: the parts of its role metrics. */
final class WatchParts {
  private final Vertx vertx;
  private final Bus bus;
  private final NodeOptions options;
  private final Members members;
  private final Active active;
  private final Meters meters;
  private final int loops;
  private @Nullable ScrapeVerticle scrape;

  WatchParts(
      Vertx vertx,
      Bus bus,
      NodeOptions options,
      Members members,
      Active active,
      Meters meters,
      int loops) {
    this.vertx = vertx;
    this.bus = bus;
    this.options = options;
    this.members = members;
    this.active = active;
    this.meters = meters;
    this.loops = loops;
  }

  Future<Void> deploy() {
    return vertx
        .deployVerticle(new PulseVerticle(bus, meters))
        .compose(done -> vertx.deployVerticle(stats()))
        .compose(done -> vertx.deployVerticle(alerts()))
        .compose(done -> EachLoop.deploy(vertx, loops, () -> new MetricsVerticle(bus, meters)));
  }

  private StatsVerticle stats() {
    return new StatsVerticle(bus, meters.lastHour(), this::all, meters::standings);
  }

  private AlertsVerticle alerts() {
    AlertCounts counts = new AlertCounts();
    meters.showAlerts(counts);
    return new AlertsVerticle(
        bus, members, () -> active.configuration().settings().alerts(), meters::standings, counts);
  }

  /**
   * Opens the port for who watches, where the node has one; it may have that and not the role.
   *
   * @param guard for that port alone
   */
  Future<Void> open(Supplier<ScrapeVerticle.Ready> readiness, Guard guard) {
    ScrapeVerticle.Health health = new ScrapeVerticle.Health(readiness, this::providers);
    return MetricsPort.open(vertx, options, meters.scrape(), health, guard)
        .onSuccess(open -> scrape = open.orElse(null))
        .mapEmpty();
  }

  /** Without their addresses, as that port asks nobody for a key. */
  private Future<String> providers() {
    return bus.ask(ProvidersQuery.LINE, new ProvidersQuery(null))
        .map(told -> Deployments.of(told).json(provider -> null).encode());
  }

  /** That port, or -1 where this node has none of its own. */
  int port() {
    return scrape == null ? -1 : scrape.port();
  }

  /** Nodes that count, this one among them where it does. */
  List<NodeId> all() {
    return members.serving(Role.METRICS, Instant.now());
  }

  /** What was counted, in the form that fits the header {@code Accept}. */
  Serving.Text page(@Nullable String accept) {
    Exposition text = meters.scrape().of(accept);
    return new Serving.Text(text.contentType(), text.body());
  }
}
