package lab.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import lab.config.CacheSettings;
import lab.config.ServerLimits;
import lab.config.Settings;
import lab.contract.Candidate;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.Usage;
import lab.dialect.responses.KeptResponses;
import lab.gateway.call.Caller;
import lab.gateway.peer.Keeper;
import lab.gateway.peer.Peers;
import org.jspecify.annotations.Nullable;

/**
 * The responses of {@code /v1/responses} that callers may ask for again and go on from: in the
 * Redis of the cache where there is one, else in the node that gave it, which others ask for it.
 * Each caller has its own; another's id is none. Any thread.
 */
public final class ResponseShelf {
  /** Before each key in a Redis. */
  private static final String PREFIX = "lab:response:";

  private static final Pattern ID = Pattern.compile(KeptResponses.PREFIX + "[0-9a-f]{32}");

  /** Bytes of a response and its conversation, whatever a request may have. */
  private static final int LARGEST = 16 * 1024 * 1024;

  /** Who has given a response is not kept. */
  private static final Candidate NOBODY =
      new Candidate(new ProviderName("none"), new ModelName("none"), "responses");

  private final Stores stores;
  private final Duration ttl;
  private final int largest;
  private final @Nullable OtherShelves others;

  /**
   * @param ttl how long responses are kept; zero for not at all
   * @param largest bytes of a response and its conversation; a larger one is not kept
   * @param others of the cluster, or null where all have the same, or nobody else is there
   */
  ResponseShelf(Stores stores, Duration ttl, int largest, @Nullable OtherShelves others) {
    this.stores = stores;
    this.ttl = ttl;
    this.largest = largest;
    this.others = others;
  }

  /** Whether nodes with these settings keep responses each for itself. */
  public static boolean isOfTheNode(Settings settings) {
    CacheSettings cache = settings.cache();
    return settings.limits().responsesTtl().isPositive() && !(cache.on() && cache.redis() != null);
  }

  /**
   * One as these settings say.
   *
   * @param cache whose Redis it is in, where there is one
   * @param peers nodes that are asked for theirs, or null
   */
  public static ResponseShelf of(
      Vertx vertx, Settings settings, @Nullable ResponseCache cache, @Nullable Peers peers) {
    ServerLimits limits = settings.limits();
    // Not in the node as well: what one node forgets, others must not go on giving.
    Stores shared = cache == null ? null : cache.stores().beside(PREFIX);
    Stores stores =
        shared != null
            ? shared
            : new Stores(new MemoryStore(limits.responsesMaxSize(), Ticker.systemTicker()), null);
    return new ResponseShelf(
        stores,
        limits.responsesTtl(),
        Math.min(LARGEST, settings.maxRequestSize()),
        shared != null || peers == null ? null : new OtherShelves(vertx, peers.keepers()));
  }

  /** Gives other nodes what this one keeps itself. */
  public Keeper keeper() {
    return others == null ? Keeper.NOTHING : others.giving(stores);
  }

  /**
   * A response that is kept.
   *
   * @param response as its client got it, as JSON
   * @param conversation what a request that goes on from it needs
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, nor changed.
  public record Found(byte[] response, byte[] conversation) {}

  /** Those of this caller. */
  public KeptResponses of(Caller caller) {
    return new KeptResponses() {
      @Override
      public String newId() {
        String id = KeptResponses.PREFIX + UUID.randomUUID().toString().replace("-", "");
        return others == null ? id : others.marked(id);
      }

      @Override
      public void keep(String id, byte[] response, byte[] conversation) {
        ResponseShelf.this.keep(key(caller, id), List.of(response, conversation));
      }
    };
  }

  private void keep(String key, List<byte[]> pieces) {
    Answer answer = new Answer(false, true, pieces, Usage.UNKNOWN);
    if (ttl.isPositive() && answer.length() <= largest) {
      long now = System.currentTimeMillis();
      stores.put(
          key, new StoredAnswer(answer, NOBODY, false, now, ttl, Duration.ZERO, Pace.UNKNOWN));
    }
  }

  /**
   * Finds a response of this caller.
   *
   * @param id any text
   * @return fails where a Redis, or the node that keeps it, does not answer within its time limit
   */
  public Future<Optional<Found>> find(Caller caller, String id) {
    if (!ID.matcher(id).matches()) {
      return Future.succeededFuture(Optional.empty());
    }
    String key = key(caller, id);
    StoredAnswer near = stores.near(key);
    return near == null
        ? elsewhere(id, key).map(far -> far.map(ResponseShelf::found))
        : Future.succeededFuture(Optional.of(found(near)));
  }

  private Future<Optional<StoredAnswer>> elsewhere(String id, String key) {
    return others == null ? stores.far(key) : others.find(id, key);
  }

  private static Found found(StoredAnswer stored) {
    List<byte[]> pieces = stored.answer().pieces();
    return new Found(pieces.getFirst(), pieces.getLast());
  }

  /**
   * Forgets a response of this caller.
   *
   * @return whether it was there; fails where a Redis, or the node that keeps it, does not answer
   */
  public Future<Boolean> forget(Caller caller, String id) {
    String key = key(caller, id);
    return others == null || !ID.matcher(id).matches() || stores.near(key) != null
        ? forgetHere(caller, id)
        : others.forget(id, key);
  }

  private Future<Boolean> forgetHere(Caller caller, String id) {
    return find(caller, id)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(false)
                    : stores.delete(List.of(key(caller, id))).map(true));
  }

  private static String key(Caller caller, String id) {
    return caller.tenant() + ":" + id;
  }
}
