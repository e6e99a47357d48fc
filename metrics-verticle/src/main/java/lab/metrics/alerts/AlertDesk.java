package lab.metrics.alerts;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import lab.config.AlertSettings;
import lab.contract.CallFinished.Stats;
import lab.contract.CallFinished.Stats.Counted;
import lab.contract.NodeId;
import lab.contract.ProvidersQuery;
import lab.contract.Role;
import lab.contract.Standing.Alert;
import lab.contract.Standing.Alerts;
import lab.contract.Standing.Alerts.Ask;
import lab.contract.Standing.Alerts.Told;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import lab.metrics.stats.Reading;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises the alerts that belong to its node, tells the other nodes and the webhooks, and knows
 * those of the others. An alert belongs to a node by rendezvous; when that is gone, another one
 * goes on with it. Event loop.
 */
final class AlertDesk {
  private static final Logger LOG = LoggerFactory.getLogger(AlertDesk.class);

  private final Vertx vertx;
  private final Bus bus;
  private final Members members;
  private final Supplier<AlertSettings> settings;
  private final Supplier<ProvidersQuery.@Nullable Answer> standings;
  private final InstantSource clock = InstantSource.system();
  private final AlertBook book;
  private final AlertCounts counts;
  private final Couriers couriers;
  private boolean looking;

  AlertDesk(
      Vertx vertx,
      Bus bus,
      Members members,
      Supplier<AlertSettings> settings,
      Supplier<ProvidersQuery.@Nullable Answer> standings,
      AlertCounts counts) {
    this.vertx = vertx;
    this.bus = bus;
    this.members = members;
    this.settings = settings;
    this.standings = standings;
    this.book = new AlertBook(bus.node());
    this.counts = counts;
    this.couriers = new Couriers(vertx, book, counts, this::isMine, this::tell);
  }

  /** Hears of alerts, learns those that there are, and tells of them. */
  Future<Void> open() {
    return bus.hear(Alerts.LINE, Role.METRICS, book::heard)
        // Before this node answers itself: whoever answers now is another.
        .compose(heard -> join())
        .compose(known -> bus.answer(Alerts.KNOWN, ask -> new Told(book.latest(ask.most()))));
  }

  /** Nobody need be there, and who is there need not answer. */
  private Future<Void> join() {
    return bus.ask(Alerts.KNOWN, new Ask(AlertBook.MOST))
        .onSuccess(book::heard)
        .transform(answered -> Future.succeededFuture());
  }

  /** A look at what is wrong now; not while another one is under way. */
  void look() {
    if (looking) {
      return;
    }
    looking = true;
    List<NodeId> nodes = members.serving(Role.METRICS, clock.instant());
    compare(nodes);
    var unused =
        bus.askAll(nodes, Stats.COUNTED, Reading.WITHIN)
            .compose(answers -> vertx.executeBlocking(() -> troubles(answers.values()), false))
            .onComplete(done -> looking = false)
            .onSuccess(found -> found.ifPresent(this::looked))
            .onFailure(bug -> LOG.atError().setCause(bug).log("alerts could not be looked for"));
  }

  /** Another node's word may have been lost. */
  private void compare(List<NodeId> nodes) {
    List<NodeId> others = nodes.stream().filter(node -> !node.equals(bus.node())).toList();
    if (!others.isEmpty()) {
      NodeId other = others.get(ThreadLocalRandom.current().nextInt(others.size()));
      var unused = bus.askAt(other, Alerts.KNOWN, new Ask(AlertBook.MOST)).onSuccess(book::heard);
    }
  }

  /** Takes milliseconds; nothing where this node does not know yet how providers stand. */
  private Optional<List<Trouble>> troubles(Collection<Future<Counted>> answers) {
    List<Counted> told =
        answers.stream().filter(Future::succeeded).<Counted>map(Future::result).toList();
    return Optional.ofNullable(standings.get())
        .map(now -> AlertRules.troubles(settings.get(), now.providers(), Reading.of(told)));
  }

  private void looked(List<Trouble> troubles) {
    AlertSettings now = settings.get();
    Instant at = clock.instant();
    List<Alert> changed = book.looked(troubles, this::isMine, now.resolveAfter(), at);
    changed.forEach(AlertDesk::log);
    // One that is told again has been open for longer.
    changed.stream()
        .filter(alert -> alert.holds() && alert.since().equals(at))
        .forEach(counts::raised);
    counts.known(book.latest(AlertBook.MOST));
    tell(changed);
    couriers.send(now.webhooks());
  }

  private boolean isMine(String key) {
    return members.owner(key, Role.METRICS, clock.instant()).filter(bus.node()::equals).isPresent();
  }

  private void tell(List<Alert> changed) {
    if (!changed.isEmpty()) {
      bus.tell(Alerts.LINE, new Told(changed));
    }
  }

  private static void log(Alert alert) {
    (alert.holds() ? LOG.atWarn() : LOG.atInfo())
        .addKeyValue("because", Bodies.summary(alert))
        .log(alert.holds() ? "alert is open" : "alert is over");
  }
}
