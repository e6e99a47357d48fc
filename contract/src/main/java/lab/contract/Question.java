package lab.contract;

import java.time.Duration;
import java.util.Objects;

/**
 * A line on which a question gets exactly one answer.
 *
 * @param address the bus address, unique over all lines
 * @param asks the type of the question
 * @param answers the type of the answer; may be a sealed root
 * @param reach how far the question carries
 * @param patience how long the asker waits before it goes on without an answer
 */
public record Question<Q extends BusMessage, A extends BusMessage>(
    String address, Class<Q> asks, Class<A> answers, Reach reach, Duration patience) {
  public Question {
    Objects.requireNonNull(asks);
    Objects.requireNonNull(answers);
    Objects.requireNonNull(reach);
    if (address.isBlank()) {
      throw new IllegalArgumentException("a line needs an address");
    }
    if (!patience.isPositive()) {
      throw new IllegalArgumentException(
          "patience of " + address + " is " + patience + "; it must be more than zero");
    }
  }

  /** The same line, asked with another patience. */
  public Question<Q, A> within(Duration other) {
    return new Question<>(address, asks, answers, reach, other);
  }
}
