package lab.contract;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to a {@link RouteQuery}. */
public sealed interface RouteDecision extends BusMessage {

  /** The explanation. */
  Why why();

  /**
   * Try these, in this order.
   *
   * @param inOrder at least one, without repeats
   * @param onTooLong to try next once one of them finds the prompt too long, before the rest of
   *     them; mostly empty
   * @param onFiltered likewise once one of them refuses the content
   * @param why the explanation
   */
  record Go(List<Candidate> inOrder, List<Candidate> onTooLong, List<Candidate> onFiltered, Why why)
      implements RouteDecision {
    public Go {
      inOrder = List.copyOf(inOrder);
      onTooLong = List.copyOf(onTooLong);
      onFiltered = List.copyOf(onFiltered);
      if (inOrder.isEmpty()) {
        throw new IllegalArgumentException("a Go names at least one candidate");
      }
    }
  }

  /**
   * Nobody can serve it.
   *
   * @param reason the reason
   * @param retryAfter when it may be worth another try, or null where waiting does not help
   * @param why the explanation
   */
  record Refuse(RefusalReason reason, @Nullable Duration retryAfter, Why why)
      implements RouteDecision {}
}
