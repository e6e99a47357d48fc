package lab.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.Consumer;
import lab.config.CacheSettings;
import lab.config.Configuration;
import lab.contract.CacheOutcome;
import lab.contract.RouteQuery;
import lab.dialect.InferenceCall;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Exchange;
import lab.gateway.call.OffLoop;
import lab.gateway.call.Step;
import lab.gateway.peer.Giver;
import lab.gateway.peer.Peers;
import org.jspecify.annotations.Nullable;

/**
 * The answers that a node has given and can give again, and those under way that several requests
 * wait for. One for all event loops; a request is handled on its own.
 */
public final class ResponseCache {
  private final CacheSettings settings;
  private final OffLoop offLoop;
  private volatile CacheKeys keys;
  private final Stores stores;
  private final InstantSource clock;
  private final CacheStats stats = new CacheStats();
  private final Flights flights;
  private final LookUp lookUp;

  private ResponseCache(
      Vertx vertx,
      Configuration configuration,
      ByteBudget budget,
      InstantSource clock,
      @Nullable Peers peers) {
    this.settings = configuration.settings().cache();
    this.offLoop = new OffLoop(vertx);
    this.keys = new CacheKeys(configuration, settings.shared());
    this.stores = Stores.of(vertx, settings, Ticker.systemTicker());
    this.clock = clock;
    OtherNodes others = peers == null ? null : new OtherNodes(peers, stores);
    this.flights = new Flights(vertx, settings.maxEntrySize(), budget, stores, clock, others);
    this.lookUp =
        new LookUp(vertx, configuration.settings(), offLoop, stores, flights, others, stats, clock);
  }

  /**
   * The cache that a configuration asks for; null where it asks for none.
   *
   * @param budget of the node, for answers that several wait for
   * @param clock tells how old answers are
   * @param peers nodes whose requests become one with those of this node, or null
   */
  public static @Nullable ResponseCache of(
      Vertx vertx,
      Configuration configuration,
      ByteBudget budget,
      InstantSource clock,
      @Nullable Peers peers) {
    return configuration.settings().cache().on()
        ? new ResponseCache(vertx, configuration, budget, clock, peers)
        : null;
  }

  /**
   * Other rules are about to come into force: what was answered by those before is found again only
   * where these are the same. How answers are kept stays as it was.
   */
  public void goesBy(Configuration configuration) {
    keys = new CacheKeys(configuration, settings.shared());
  }

  /** How it was set up. */
  public CacheSettings settings() {
    return settings;
  }

  /** What it has done so far. */
  public CacheStats stats() {
    return stats;
  }

  /** Gives other nodes what is under way here. */
  public Giver giver() {
    return flights;
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
    CacheKeys by = keys;
    Consumer<String> known =
        key -> lookUp.look(new Asked(exchange, handling, by, query, key, goOn, clock.millis()));
    String repeated = by.repeated(query, exchange, handling.namespace());
    if (repeated != null) {
      known.accept(repeated);
      return;
    }
    offLoop.run(
        exchange.call().body().length,
        exchange.room(),
        () -> by.of(query, exchange, handling.namespace()),
        key -> Step.of(exchange, () -> known.accept(key)),
        bug -> Step.broke(exchange, bug));
  }

  /**
   * What a request says whose caller has sent the same bytes before, and got a kept answer; null
   * where its body has to be read.
   *
   * @param body of the request, whose client and caller are known
   */
  public @Nullable InferenceCall repeated(Exchange exchange, byte[] body) {
    return keys.repeated(exchange, body);
  }

  /** Forgets all answers, wherever they are; of the other nodes' own ones none. */
  public Future<Void> flush() {
    keys.forgetRepeats();
    return stores.flush();
  }
}
