package lab.gateway.cache;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import lab.gateway.call.ByteBudget;
import lab.gateway.peer.Giver;
import lab.gateway.peer.PeerReply;
import org.jspecify.annotations.Nullable;

/** The answers under way of a node that others may follow, one for each key. Any thread. */
final class Flights implements Giver {
  /** Longer than another node takes to come for an answer that it was told of. */
  private static final Duration JUST_NOW = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final int mostKept;
  private final ByteBudget budget;
  private final Stores stores;
  private final InstantSource clock;
  private final @Nullable OtherNodes others;
  private final ConcurrentMap<String, Flight> running = new ConcurrentHashMap<>();

  /**
   * @param mostKept bytes of an answer that is kept
   * @param others told of flights that are over; null where this node knows of none
   */
  Flights(
      Vertx vertx,
      int mostKept,
      ByteBudget budget,
      Stores stores,
      InstantSource clock,
      @Nullable OtherNodes others) {
    this.vertx = vertx;
    this.mostKept = mostKept;
    this.budget = budget;
    this.stores = stores;
    this.clock = clock;
    this.others = others;
  }

  /** A new one, written on the caller's loop, that nobody finds yet. */
  Flight create(String key) {
    return new Flight(key, vertx.getOrCreateContext(), mostKept, budget.share(), this::closed);
  }

  /** Lets others find it; or gives the one that they find already. */
  @Nullable Flight enter(Flight flight) {
    return running.putIfAbsent(flight.key(), flight);
  }

  /** Nobody more may follow it. */
  void closed(Flight flight) {
    if (running.remove(flight.key(), flight) && others != null) {
      others.over(flight);
    }
  }

  @Override
  public void give(String key, PeerReply reply) {
    Flight found = running.get(key);
    Flight flight = found == null ? justKept(key) : found;
    if (flight == null || !new ForPeer(vertx.getOrCreateContext(), flight, reply).start()) {
      reply.lost();
    }
  }

  /** One that is over since the other node was told of it. */
  private @Nullable Flight justKept(String key) {
    StoredAnswer stored = stores.near(key);
    if (stored == null || !stored.isFresh(clock.millis(), JUST_NOW)) {
      return null;
    }
    Flight over = create(key);
    over.comesFrom(Part.Source.HERE, () -> {});
    over.arrived(stored.answer(), stored);
    return over;
  }
}
