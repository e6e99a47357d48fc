package lab.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells from looks at files when they have changed and stayed so: a file that is being written is
 * not read half. No clock, no I/O. One thread.
 */
final class Settling {
  /** As long must nothing change before what has changed is read. */
  static final Duration CALM = Duration.ofMillis(700);

  private Map<String, String> taken;
  private @Nullable Map<String, String> seen;
  private Instant since = Instant.MIN;

  /**
   * @param taken how the files looked when they were read
   */
  Settling(Map<String, String> taken) {
    this.taken = taken;
  }

  /**
   * Whether the files are to be read now.
   *
   * @param look how they look now, by name
   */
  boolean isDue(Map<String, String> look, Instant now) {
    if (look.equals(taken)) {
      seen = null;
      return false;
    }
    if (!look.equals(seen)) {
      seen = look;
      since = now;
      return false;
    }
    if (now.isBefore(since.plus(CALM))) {
      return false;
    }
    taken = look;
    seen = null;
    return true;
  }
}
