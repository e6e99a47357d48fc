package lab.config;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import lab.contract.FlightClaim;
import lab.contract.ModelName;
import lab.contract.Operation;
import org.jspecify.annotations.Nullable;

/**
 * {@code litellm_settings.cache} and {@code cache_params}: which answers are kept, where, and for
 * how long.
 *
 * @param on whether any are (default false)
 * @param near whether the node itself keeps answers (default true; with {@code redis} false)
 * @param redis where all nodes keep them, or null
 * @param operations {@code supported_call_types}: what is kept (default all that can be)
 * @param models requested names that are kept, or not, whatever {@code mode} says
 * @param onlyOnWish {@code mode: default_off}: only requests that say {@code use-cache}
 * @param namespace a space of answers that other nodes' do not get into (default empty)
 * @param shared whether callers get what was kept for others (default false: each has its own)
 * @param paced {@code replay: paced}: whether a kept stream comes as slowly as it once did (default
 *     false: at once)
 * @param ttl how long an answer is kept (default 1 h)
 * @param maxBytes of all answers in the node (default 64 MiB)
 * @param maxEntrySize bytes of one answer; a larger one is not kept (default 1 MiB)
 * @param singleFlight among whom identical requests under way become one (default: the cluster)
 * @param singleFlightTimeout how long one waits for another's answer to begin (default 60 s)
 * @param claimTimeout how long one waits to hear whether another node asks already (default 20 ms)
 * @param peerTimeout how long one waits for that node to begin (default 1 s)
 */
public record CacheSettings(
    boolean on,
    boolean near,
    @Nullable RedisPlace redis,
    Set<Operation> operations,
    Map<ModelName, Boolean> models,
    boolean onlyOnWish,
    String namespace,
    boolean shared,
    boolean paced,
    Duration ttl,
    long maxBytes,
    int maxEntrySize,
    SingleFlight singleFlight,
    Duration singleFlightTimeout,
    Duration claimTimeout,
    Duration peerTimeout) {
  /** What holds where no file says anything: nothing is kept. */
  public static final CacheSettings OFF =
      new CacheSettings(
          false,
          true,
          null,
          Set.of(Operation.CHAT, Operation.COMPLETION, Operation.EMBEDDING),
          Map.of(),
          false,
          "",
          false,
          false,
          Duration.ofHours(1),
          64L * 1024 * 1024,
          1024 * 1024,
          SingleFlight.CLUSTER,
          Duration.ofSeconds(60),
          FlightClaim.USUAL_PATIENCE,
          Duration.ofSeconds(1));

  public CacheSettings {
    operations = Set.copyOf(operations);
    models = Map.copyOf(models);
  }
}
