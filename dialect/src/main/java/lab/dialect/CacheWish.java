package lab.dialect;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of caching its request ({@code "cache": {...}}).
 *
 * @param noRead {@code no-cache}: it wants an answer made for it
 * @param noStore {@code no-store}: its answer is to be kept for nobody
 * @param use {@code use-cache}: it wants the cache where requests have to ask for it
 * @param keepFor {@code ttl}: how long its answer may be kept, or null
 * @param oldest {@code s-maxage}: an older answer is none, or null
 * @param namespace a space of answers of its own, or null
 * @param paced {@code replay}: whether a kept stream comes as slowly as it once did, or null
 */
public record CacheWish(
    boolean noRead,
    boolean noStore,
    boolean use,
    @Nullable Duration keepFor,
    @Nullable Duration oldest,
    @Nullable String namespace,
    @Nullable Boolean paced) {
  /** Nothing is said. */
  public static final CacheWish NONE = new CacheWish(false, false, false, null, null, null, null);
}
