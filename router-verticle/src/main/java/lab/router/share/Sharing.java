package lab.router.share;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import lab.contract.CircuitChanged;
import lab.contract.CircuitChanged.Place;
import lab.contract.NodeId;
import lab.contract.ProviderDigest;
import lab.contract.ProviderDigest.OfProvider;
import lab.contract.Role;
import lab.contract.bus.Bus;
import lab.router.board.Elsewhere;
import lab.router.board.NodeBoard;
import lab.router.circuit.Circuit;
import lab.router.circuit.CircuitRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node's board among those of all nodes. */
public final class Sharing implements Elsewhere {
  private static final Logger LOG = LoggerFactory.getLogger(Sharing.class);

  /** What many attempts found within that is told together. */
  private static final Duration TOGETHER = Duration.ofMillis(5);

  private static final Duration TELL_EVERY = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  /**
   * While a member goes or comes nobody may know for seconds who hears what, and a message is lost.
   */
  private static final Duration RELOAD_EVERY = Duration.ofSeconds(5);

  /** A node that can not read what others know starts without it. */
  private static final Duration LOAD_PATIENCE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Context context;
  private final Bus bus;
  private final NodeBoard board;
  private final InstantSource clock;
  private final Findings findings;
  private final CircuitBook book;
  private final NodeId self;
  private final Instant since;
  private final Queue<CircuitChanged> changes = new ConcurrentLinkedQueue<>();
  private final Pace ofChanges;
  private final Pace ofLoad;
  private long number;
  private boolean toldOfLoad;

  /**
   * To be made on the event loop on which it is to run.
   *
   * @param vertx whose messages and maps the other nodes see
   * @param self this node, unique among the living
   * @param findings is told what is heard
   */
  public Sharing(
      Vertx vertx, Bus bus, NodeId self, NodeBoard board, Findings findings, InstantSource clock) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.bus = bus;
    this.board = board;
    this.findings = findings;
    this.clock = clock;
    this.self = self;
    this.since = clock.instant();
    this.ofChanges = new Pace(context, clock, Duration.ZERO, this::tell);
    this.ofLoad = new Pace(context, clock, TOGETHER, this::tell);
    Ledger ledger = new Ledger(() -> vertx.sharedData().getAsyncMap(Ledger.MAP));
    this.book = new CircuitBook(board, ledger, self, clock);
  }

  /** Completes once the board knows what the other nodes know, or that can not be read. */
  public Future<Void> start() {
    board.joins(this);
    every(TELL_EVERY, this::tell);
    every(LOOK_EVERY, () -> board.dropSilent(clock.instant()));
    every(TELL_EVERY, book::renew);
    every(
        RELOAD_EVERY,
        () -> {
          Future<Void> unused = circuits();
        });
    return bus.hear(ProviderDigest.LINE, Role.ROUTER, this::hear)
        .compose(heard -> bus.hear(CircuitChanged.LINE, Role.ROUTER, book::hear))
        .compose(heard -> Future.all(circuits(), findings.all()).mapEmpty());
  }

  /**
   * Completes once the board knows again what the other nodes know, or that can not be had: the
   * circuits last, for until the others are heard the map is that of before. Any thread.
   *
   * @param others who lived before this node stood still
   */
  public Future<Void> catchUp(Set<NodeId> others) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        now -> findings.again(others).compose(heard -> circuits()).onComplete(done));
    return done.future();
  }

  private Future<Void> circuits() {
    return book.reload()
        .timeout(LOAD_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(
            unread -> {
              unread(unread);
              return null;
            });
  }

  private void every(Duration pause, Runnable does) {
    long unused = vertx.setPeriodic(pause.toMillis(), tick -> does.run());
  }

  private static void unread(Throwable why) {
    LOG.atWarn()
        .addKeyValue("because", why.getMessage() == null ? why : why.getMessage())
        .log("the circuits that all nodes share can not be read; going by what is heard");
  }

  @Override
  public boolean listens() {
    return true;
  }

  @Override
  public void failed() {
    ofLoad.soon();
  }

  /** All at once: for others, the second message that comes with the first one costs little. */
  private void tell() {
    if (!changes.isEmpty()) {
      tellChanges();
      ofChanges.done();
    }
    tellLoad();
  }

  private void tellChanges() {
    for (CircuitChanged one = changes.poll(); one != null; one = changes.poll()) {
      bus.tell(CircuitChanged.LINE, one);
      book.write(one);
    }
  }

  private void tellLoad() {
    List<OfProvider> news = board.untold();
    if (news.isEmpty() && !toldOfLoad) {
      return;
    }
    toldOfLoad = news.stream().anyMatch(one -> one.inFlight() > 0);
    number++;
    bus.tell(
        ProviderDigest.LINE,
        new ProviderDigest(self, since, number, news, board.trying(clock.instant())));
    ofLoad.done();
  }

  private void hear(ProviderDigest digest) {
    if (!digest.node().equals(self)) {
      board.hear(digest, clock.instant());
    }
  }

  @Override
  public void changed(Place place, Circuit before, Circuit after) {
    CircuitLog.changed(place, before, after, self);
    Circuit.Shared news = CircuitRules.news(before, after);
    boolean tries = after instanceof Circuit.Probing;
    boolean tried = before instanceof Circuit.Probing && !tries;
    if (tried) {
      book.tried(place);
    }
    if (news != null) {
      CircuitChanged found = Told.of(place, news, self);
      bus.tell(CircuitChanged.OWN, found);
      changes.add(found);
      ofChanges.soon();
    } else if (tries || tried) {
      ofLoad.soon();
    }
  }

  @Override
  public boolean mayTry(Place place, Instant now) {
    return book.mayTry(place, now, context);
  }
}
