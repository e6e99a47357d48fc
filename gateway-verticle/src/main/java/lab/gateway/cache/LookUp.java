package lab.gateway.cache;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import lab.config.CacheSettings;
import lab.config.Settings;
import lab.config.SingleFlight;
import lab.contract.CacheOutcome;
import lab.contract.Candidate;
import lab.gateway.call.Exchange;
import lab.gateway.call.OffLoop;
import lab.gateway.call.Step;
import lab.gateway.peer.Claiming.Claimed;
import org.jspecify.annotations.Nullable;

/**
 * The way of a request whose key is known: a kept answer, another's that is under way here or at
 * another node, or its own call, which others may follow. One for all event loops; a request is
 * handled on its own.
 */
final class LookUp {
  /** Leaders that a request follows in vain before it goes its own way. */
  private static final int MOST_TRIES = 3;

  private final Vertx vertx;
  private final CacheSettings settings;
  private final Duration keepAliveEvery;
  private final Duration longestStall;
  private final OffLoop offLoop;
  private final Stores stores;
  private final Flights flights;
  private final @Nullable OtherNodes others;
  private final CacheStats stats;
  private final InstantSource clock;

  /**
   * @param settings of the node
   * @param others whose requests become one with those of this node, or null
   */
  LookUp(
      Vertx vertx,
      Settings settings,
      OffLoop offLoop,
      Stores stores,
      Flights flights,
      @Nullable OtherNodes others,
      CacheStats stats,
      InstantSource clock) {
    this.vertx = vertx;
    this.settings = settings.cache();
    this.keepAliveEvery = settings.limits().keepaliveInterval();
    this.longestStall = settings.time().streamIdleTimeout();
    this.offLoop = offLoop;
    this.stores = stores;
    this.flights = flights;
    this.others = others;
    this.stats = stats;
    this.clock = clock;
  }

  /** Answers a request from what is there, or lets it go on and keeps what comes of it. */
  void look(Asked asked) {
    Exchange exchange = asked.exchange();
    if (exchange.over()) {
      return;
    }
    Handling handling = asked.handling();
    StoredAnswer near = handling.reads() ? stores.near(asked.key()) : null;
    if (near != null && near.isFresh(clock.millis(), handling.oldest())) {
      hit(asked, near);
    } else if (handling.reads()
        && handling.writes()
        && settings.singleFlight() != SingleFlight.OFF) {
      together(asked);
    } else {
      lead(asked, leading(asked));
    }
  }

  /** With others, where others are under way. */
  private void together(Asked asked) {
    Duration patience = settings.singleFlightTimeout().minusMillis(clock.millis() - asked.since());
    if (!patience.isPositive()) {
      lead(asked, leading(asked));
      return;
    }
    Flight mine = flights.create(asked.key());
    Flight running = flights.enter(mine);
    if (running == null) {
      first(asked, new Leading(asked, mine, this::keep));
    } else {
      follow(asked, running, patience);
    }
  }

  /** The first in this node, which may not be the first in the cluster. */
  private void first(Asked asked, Leading leading) {
    if (others == null || asked.tries() >= MOST_TRIES) {
      lead(asked, leading);
      return;
    }
    // Others may begin to follow while its owner is asked.
    asked.exchange().tap(leading);
    others
        .claim(asked, leading.flight())
        .onSuccess(
            claimed -> Step.of(asked.exchange(), () -> claimed(asked, leading, claimed, others)));
  }

  private void claimed(Asked asked, Leading leading, Claimed claimed, OtherNodes nodes) {
    Exchange exchange = asked.exchange();
    if (exchange.over()) {
      return;
    }
    if (claimed.leads()) {
      lead(asked, leading);
      return;
    }
    exchange.tap(null);
    nodes.read(claimed.leader(), leading.flight());
    // Its client may have left while others waited; nobody else would end it now.
    exchange.deserted();
    if (!exchange.over()) {
      follow(asked, leading.flight(), settings.singleFlightTimeout());
    }
  }

  private void follow(Asked asked, Flight running, Duration patience) {
    if (!follower(asked, running).start(patience)) {
      // It is over at this very moment: what it has kept is there, or its place is free.
      flights.closed(running);
      look(asked.without(running.leader()));
    }
  }

  private Leading leading(Asked asked) {
    return new Leading(asked, flights.create(asked.key()), this::keep);
  }

  private Follower follower(Asked asked, Flight running) {
    CacheHeaders.put(asked.exchange(), CacheOutcome.SHARED, asked.key());
    return new Follower(
        asked.exchange(),
        vertx.getOrCreateContext(),
        running,
        delivery(asked.exchange()),
        keepAliveEvery,
        new Follower.Owner() {
          @Override
          public void lost() {
            look(asked.without(running.leader()));
          }

          @Override
          public void tired() {
            lead(asked, leading(asked));
          }

          @Override
          public void given(Answer answer) {
            stats.had(CacheOutcome.SHARED);
            stats.saved(answer.usage(), asked.exchange().age());
          }
        });
  }

  /** By its own call; what comes of it is kept, and shared with whoever follows the flight. */
  private void lead(Asked asked, Leading leading) {
    leading.begin();
    if (asked.handling().writes()) {
      asked.exchange().tap(leading);
    }
    if (asked.handling().reads() && stores.isShared()) {
      stores
          .far(asked.key())
          .onComplete(
              found -> Step.of(asked.exchange(), () -> found(asked, leading, found.orElse(null))),
              away -> Step.of(asked.exchange(), () -> found(asked, leading, null)));
    } else {
      miss(asked);
    }
  }

  private void found(Asked asked, Leading leading, @Nullable StoredAnswer found) {
    if (asked.exchange().over()) {
      return;
    }
    if (found == null || !found.isFresh(clock.millis(), asked.handling().oldest())) {
      miss(asked);
      return;
    }
    stores.keepNear(asked.key(), found);
    asked.exchange().tap(null);
    leading.flight().arrived(found.answer(), found);
    // Its client may have left while others waited; nobody else would end it now.
    asked.exchange().deserted();
    if (!asked.exchange().over()) {
      hit(asked, found);
    }
  }

  private void miss(Asked asked) {
    CacheOutcome outcome = asked.handling().reads() ? CacheOutcome.MISS : CacheOutcome.BYPASS;
    CacheHeaders.put(asked.exchange(), outcome, asked.key());
    stats.had(outcome);
    asked.goOn().run();
  }

  private void hit(Asked asked, StoredAnswer found) {
    asked.answered();
    stats.had(CacheOutcome.HIT);
    stats.saved(found.usage(), found.took());
    CacheHeaders.put(asked.exchange(), CacheOutcome.HIT, asked.key());
    CacheHeaders.put(asked.exchange(), found, clock.millis());
    Pace pace = asked.handling().paced() ? found.pace() : Pace.UNKNOWN;
    new Kept(asked.exchange(), delivery(asked.exchange()), found.answer(), pace).give();
  }

  private Delivery delivery(Exchange exchange) {
    return new Delivery(exchange, offLoop, longestStall);
  }

  private StoredAnswer keep(
      Asked asked, Answer answer, Candidate by, boolean fallback, Duration keepFor, Pace pace) {
    Duration took = asked.exchange().age();
    StoredAnswer stored =
        new StoredAnswer(answer, by, fallback, clock.millis(), keepFor, took, pace);
    stores.put(asked.key(), stored);
    stats.stored();
    return stored;
  }
}
