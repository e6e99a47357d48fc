package lab.contract;

import java.util.Objects;

/**
 * A line on which something is told and nothing is promised: no answer, no proof of delivery.
 *
 * @param address the bus address, unique over all lines
 * @param tells the type of the message
 * @param reach how far the notice carries
 */
public record Notice<E extends BusMessage>(String address, Class<E> tells, Reach reach) {
  public Notice {
    Objects.requireNonNull(tells);
    Objects.requireNonNull(reach);
    if (address.isBlank()) {
      throw new IllegalArgumentException("a line needs an address");
    }
  }
}
