package lab.config;

import org.jspecify.annotations.Nullable;

/**
 * How much a node bears from its clients: {@code server_settings}.
 *
 * @param maxBytesInFlight bytes of bodies that a node holds at a time; null where the file does not
 *     say, for a quarter of the heap
 */
public record ServerLimits(@Nullable Long maxBytesInFlight) {

  /** What holds where no file says anything. */
  public static final ServerLimits DEFAULT = new ServerLimits(null);
}
