package lab.gateway.cache;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Locale;
import lab.config.CacheSettings;
import lab.contract.Operation;
import lab.dialect.CacheWish;
import lab.dialect.InferenceCall;
import org.jspecify.annotations.Nullable;

/**
 * How one request is handled: what the operator allows, and of that what the client wants.
 *
 * @param reads whether it may get an answer that is there
 * @param writes whether its answer is kept
 * @param keepFor how long
 * @param oldest an older answer is none for it, or null
 * @param namespace the space of answers it is in; empty for the usual one
 * @param paced whether the pieces of a kept stream come as slowly as they once did
 */
record Handling(
    boolean reads,
    boolean writes,
    Duration keepFor,
    @Nullable Duration oldest,
    String namespace,
    boolean paced) {

  /** Nothing of it is looked up or kept. */
  static final Handling NONE = new Handling(false, false, Duration.ZERO, null, "", false);

  private static final String MAX_AGE = "max-age=";

  /** A year; longer ages are as good as none. */
  private static final long LONGEST_SECONDS = 31_536_000;

  /** Whether anything is done. */
  boolean uses() {
    return reads || writes;
  }

  static Handling of(CacheSettings settings, HttpServerRequest request, InferenceCall call) {
    CacheWish wish = call.cacheWish();
    if (!allowed(settings, call.operation(), call, wish)) {
      return NONE;
    }
    Duration keepFor = wish.keepFor() == null ? settings.ttl() : wish.keepFor();
    boolean reads = !wish.noRead();
    boolean writes = !wish.noStore();
    Duration oldest = wish.oldest();
    String control = request.getHeader(HttpHeaders.CACHE_CONTROL);
    if (control != null) {
      for (String word : control.toLowerCase(Locale.ROOT).split(",", -1)) {
        String said = word.strip();
        reads &= !said.equals("no-cache");
        writes &= !said.equals("no-store");
        oldest = said.startsWith(MAX_AGE) ? shorter(oldest, said) : oldest;
      }
    }
    String space = wish.namespace() == null ? settings.namespace() : wish.namespace();
    boolean paced = wish.paced() == null ? settings.paced() : wish.paced();
    return new Handling(reads, writes && keepFor.isPositive(), keepFor, oldest, space, paced);
  }

  private static boolean allowed(
      CacheSettings settings, Operation operation, InferenceCall call, CacheWish wish) {
    if (!settings.operations().contains(operation)) {
      return false;
    }
    Boolean said = call.model() == null ? null : settings.models().get(call.model());
    // What the operator says of a name holds; a client may ask where nothing is said.
    return said != null ? said : !settings.onlyOnWish() || wish.use();
  }

  private static @Nullable Duration shorter(@Nullable Duration oldest, String said) {
    String digits = said.substring(MAX_AGE.length());
    if (digits.isEmpty() || digits.length() > 18 || !digits.chars().allMatch(Handling::isDigit)) {
      return oldest;
    }
    Duration age = Duration.ofSeconds(Math.min(LONGEST_SECONDS, Long.parseLong(digits)));
    return oldest == null || age.compareTo(oldest) < 0 ? age : oldest;
  }

  private static boolean isDigit(int letter) {
    return letter >= '0' && letter <= '9';
  }
}
