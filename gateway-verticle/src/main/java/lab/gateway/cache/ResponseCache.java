package lab.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import lab.config.CacheSettings;
import lab.config.Configuration;
import lab.config.SingleFlight;
import lab.contract.CacheOutcome;
import lab.contract.Candidate;
import lab.contract.RouteQuery;
import lab.dialect.openai.KeptAnswers;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Exchange;
import lab.gateway.call.OffLoop;
import lab.gateway.call.Step;
import org.jspecify.annotations.Nullable;

/**
 * The answers that a node has given and can give again, and those under way that several requests
 * wait for. One for all event loops; a request is handled on its own.
 */
public final class ResponseCache {
  /** How long an answer is kept at most that another model gave than the one that was meant. */
  static final Duration LONGEST_FALLBACK = Duration.ofSeconds(60);

  private final Vertx vertx;
  private final CacheSettings settings;
  private final Duration keepAliveEvery;
  private final Duration longestStall;
  private final ByteBudget budget;
  private final OffLoop offLoop;
  private volatile CacheKeys keys;
  private final Stores stores;
  private final InstantSource clock;
  private final CacheStats stats = new CacheStats();
  private final ConcurrentMap<String, Flight> flights = new ConcurrentHashMap<>();
  private final Flight.Owner owner = new Landing();

  private ResponseCache(
      Vertx vertx, Configuration configuration, ByteBudget budget, InstantSource clock) {
    this.vertx = vertx;
    this.settings = configuration.settings().cache();
    this.keepAliveEvery = configuration.settings().limits().keepaliveInterval();
    this.longestStall = configuration.settings().time().streamIdleTimeout();
    this.budget = budget;
    this.offLoop = new OffLoop(vertx);
    this.keys = new CacheKeys(configuration);
    this.stores = Stores.of(vertx, settings, Ticker.systemTicker());
    this.clock = clock;
  }

  /**
   * The cache that a configuration asks for; null where it asks for none.
   *
   * @param budget of the node, for answers that several wait for
   * @param clock tells how old answers are
   */
  public static @Nullable ResponseCache of(
      Vertx vertx, Configuration configuration, ByteBudget budget, InstantSource clock) {
    return configuration.settings().cache().on()
        ? new ResponseCache(vertx, configuration, budget, clock)
        : null;
  }

  /**
   * Other rules are about to come into force: what was answered by those before is found again only
   * where these are the same. How answers are kept stays as it was.
   */
  public void goesBy(Configuration configuration) {
    keys = new CacheKeys(configuration);
  }

  /** How it was set up. */
  public CacheSettings settings() {
    return settings;
  }

  /** What it has done so far. */
  public CacheStats stats() {
    return stats;
  }

  /** Where answers are kept. */
  public Stores stores() {
    return stores;
  }

  /**
   * Answers a request from what is there, or lets it go on and keeps what comes of it.
   *
   * @param query what the router would be asked for it
   * @param goOn asks the router
   */
  public void handle(Exchange exchange, RouteQuery query, Runnable goOn) {
    Handling handling = Handling.of(settings, exchange.request(), exchange.call());
    if (!handling.uses()) {
      CacheHeaders.put(exchange, CacheOutcome.BYPASS, null);
      stats.had(CacheOutcome.BYPASS);
      goOn.run();
      return;
    }
    offLoop.run(
        exchange.call().body().length,
        exchange.room(),
        () -> keys.of(query, exchange.call(), exchange.caller().tenant(), handling.namespace()),
        key ->
            Step.of(exchange, () -> look(new Asked(exchange, handling, key, goOn, clock.millis()))),
        bug -> Step.broke(exchange, bug));
  }

  /** A request, its key, and since when it is here. */
  private record Asked(
      Exchange exchange, Handling handling, String key, Runnable goOn, long since) {}

  private void look(Asked asked) {
    Exchange exchange = asked.exchange;
    if (exchange.over()) {
      return;
    }
    Handling handling = asked.handling;
    StoredAnswer near = handling.reads() ? stores.near(asked.key) : null;
    if (near != null && near.isFresh(clock.millis(), handling.oldest())) {
      hit(asked, near);
    } else if (handling.reads() && handling.writes() && settings.singleFlight() != SingleFlight.OFF) {
      together(asked);
    } else {
      lead(asked, flight(asked));
    }
  }

  /** With others, where others are under way. */
  private void together(Asked asked) {
    Duration patience = settings.singleFlightTimeout().minusMillis(clock.millis() - asked.since);
    if (!patience.isPositive()) {
      lead(asked, flight(asked));
      return;
    }
    Flight mine = flight(asked);
    Flight running = flights.putIfAbsent(asked.key, mine);
    if (running == null) {
      lead(asked, mine);
    } else if (!follower(asked, running).start(patience)) {
      // It is over at this very moment: what it has kept is there, or its place is free.
      boolean unused = flights.remove(asked.key, running);
      look(asked);
    }
  }

  private Flight flight(Asked asked) {
    return new Flight(
        asked.key,
        asked.handling,
        asked.exchange,
        vertx.getOrCreateContext(),
        settings.maxEntrySize(),
        budget.share(),
        owner);
  }

  private Follower follower(Asked asked, Flight running) {
    CacheHeaders.put(asked.exchange, CacheOutcome.SHARED, asked.key);
    return new Follower(
        asked.exchange,
        vertx.getOrCreateContext(),
        running,
        delivery(asked.exchange),
        keepAliveEvery,
        new Follower.Owner() {
          @Override
          public void lost() {
            look(asked);
          }

          @Override
          public void tired() {
            lead(asked, flight(asked));
          }

          @Override
          public void given(Answer answer) {
            stats.had(CacheOutcome.SHARED);
            stats.saved(answer.usage(), asked.exchange.age());
          }
        });
  }

  /** By its own call; what comes of it is kept, and shared with whoever follows the flight. */
  private void lead(Asked asked, Flight flight) {
    if (asked.handling.writes()) {
      asked.exchange.tap(flight);
    }
    if (asked.handling.reads() && stores.isShared()) {
      stores
          .far(asked.key)
          .onComplete(
              found -> Step.of(asked.exchange, () -> found(asked, flight, found.orElse(null))),
              away -> Step.of(asked.exchange, () -> found(asked, flight, null)));
    } else {
      miss(asked);
    }
  }

  private void found(Asked asked, Flight flight, @Nullable StoredAnswer found) {
    if (asked.exchange.over()) {
      return;
    }
    if (found == null || !found.isFresh(clock.millis(), asked.handling.oldest())) {
      miss(asked);
      return;
    }
    stores.keepNear(asked.key, found);
    asked.exchange.tap(null);
    flight.arrived(found.answer());
    // Its client may have left while others waited; nobody else would end it now.
    asked.exchange.deserted();
    if (!asked.exchange.over()) {
      hit(asked, found);
    }
  }

  private void miss(Asked asked) {
    CacheOutcome outcome = asked.handling.reads() ? CacheOutcome.MISS : CacheOutcome.BYPASS;
    CacheHeaders.put(asked.exchange, outcome, asked.key);
    stats.had(outcome);
    asked.goOn.run();
  }

  private void hit(Asked asked, StoredAnswer found) {
    stats.had(CacheOutcome.HIT);
    stats.saved(found.usage(), found.took());
    CacheHeaders.put(asked.exchange, CacheOutcome.HIT, asked.key);
    CacheHeaders.put(asked.exchange, found, clock.millis());
    Pace pace = asked.handling.paced() ? found.pace() : Pace.UNKNOWN;
    new Kept(asked.exchange, delivery(asked.exchange), found.answer(), pace).give();
  }

  private Delivery delivery(Exchange exchange) {
    return new Delivery(exchange, offLoop, longestStall);
  }

  /** Keeps what has come, and makes room for the next. */
  private final class Landing implements Flight.Owner {
    @Override
    public void completed(Flight flight, Answer answer) {
      Candidate by = flight.leader().attempts().servedBy();
      Candidate meant = flight.expected();
      if (by == null || meant == null || !isGood(flight, answer)) {
        return;
      }
      boolean fallback = !by.model().equals(meant.model());
      Duration keepFor = flight.handling().keepFor();
      boolean shorter = fallback && keepFor.compareTo(LONGEST_FALLBACK) > 0;
      StoredAnswer stored =
          new StoredAnswer(
              answer,
              by,
              fallback,
              clock.millis(),
              shorter ? LONGEST_FALLBACK : keepFor,
              flight.leader().age(),
              answer.streamed() ? flight.pace() : Pace.UNKNOWN);
      stores.put(flight.key(), stored);
      stats.stored();
    }

    /** A stream that is complete is good; of a whole answer the end has to be looked for. */
    private boolean isGood(Flight flight, Answer answer) {
      List<byte[]> pieces = answer.pieces();
      return answer.streamed()
          || KeptAnswers.isComplete(flight.leader().operation(), pieces.getFirst());
    }

    @Override
    public void closed(Flight flight) {
      boolean unused = flights.remove(flight.key(), flight);
    }
  }
}
