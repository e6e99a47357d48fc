package lab.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One client request is over. Told exactly once per request, whatever became of it.
 *
 * @param call the request
 * @param operation what was wanted
 * @param model the name the client asked for, or null where it gave none or the body was not read
 * @param servedBy who served it, or null where nobody did
 * @param stage the stage that decided, or null where no decision was made
 * @param streamed whether the client wanted a stream
 * @param status the HTTP status sent, 499 where the client left
 * @param failure the failure that the client was told, or null
 * @param attempts attempts made, second tries included
 * @param toFirstContent time to first content, or null
 * @param took time from the request's head to the end of the answer
 * @param overhead the part of it that the gateway itself took
 * @param usage token counts
 * @param movedOn what made the request leave the first candidate that was asked for another, or
 *     null where it did not
 * @param cache what became of its look-up among kept answers, or null where none are kept
 * @param caller the alias of the caller's key, or null where there is none
 * @param preview how its prompt and its answer begin, or null where nobody has switched that on
 */
public record CallFinished(
    CallId call,
    Operation operation,
    @Nullable ModelName model,
    @Nullable Candidate servedBy,
    @Nullable Stage stage,
    boolean streamed,
    int status,
    @Nullable FailureKind failure,
    int attempts,
    @Nullable Duration toFirstContent,
    Duration took,
    Duration overhead,
    Usage usage,
    @Nullable MovedOn movedOn,
    @Nullable CacheOutcome cache,
    @Nullable String caller,
    @Nullable Preview preview)
    implements BusMessage {

  /** Told by a gateway to the metrics of its node. */
  public static final Notice<CallFinished> LINE =
      new Notice<>("lab.call", CallFinished.class, Reach.NODE);

  /**
   * How a request and its answer begin, for operators' eyes only.
   *
   * @param prompt of its last message, or null where there is no text
   * @param answer of its text, or null where there is none
   */
  public record Preview(@Nullable String prompt, @Nullable String answer) {
    /** Says nothing of them: whatever is printed may end in a log. */
    @Override
    public String toString() {
      return "Preview[]";
    }
  }

  /**
   * Another candidate was tried in place of the first.
   *
   * @param from who was asked first
   * @param because what it failed with
   */
  public record MovedOn(Candidate from, FailureKind because) {}

  /**
   * Which requests ended lately on your node?
   *
   * @param after those with a higher number; {@link Long#MAX_VALUE} for none, to learn where the
   *     numbers are
   * @param most the newest of them, at most so many
   */
  public record Since(long after, int most) implements BusMessage {

    /** Asked by gateways, answered by the metrics of each node. */
    public static final Question<Since, Lately> LINE =
        new Question<>(
            "lab.calls.since", Since.class, Lately.class, Reach.CLUSTER, Duration.ofSeconds(2));
  }

  /**
   * Requests that ended lately on one node.
   *
   * @param upTo the highest number that is told of or left out; it begins anew with the node
   * @param past oldest first
   */
  public record Lately(long upTo, List<Past> past) implements BusMessage {
    public Lately {
      past = List.copyOf(past);
    }
  }

  /**
   * A request that ended on some node.
   *
   * @param number counts up with each that ends there
   * @param at when it ended, by that node's clock
   * @param call what it was
   * @param cost what its tokens cost, in the currency of the prices; null where nobody was paid, or
   *     there is no price
   */
  public record Past(long number, Instant at, CallFinished call, @Nullable Double cost) {}

  /** What requests and attempts of the last hour were like, in figures. */
  public sealed interface Stats extends BusMessage {

    /** Asked by a gateway of one node that counts, its own where that does. */
    Question<Ask, Page> LINE =
        new Question<>("lab.stats", Ask.class, Page.class, Reach.CLUSTER, Duration.ofSeconds(4));

    /** Asked by that node of all that count. */
    Question<Within, Counted> COUNTED =
        new Question<>(
            "lab.stats.counted", Within.class, Counted.class, Reach.CLUSTER, Duration.ofSeconds(2));

    /**
     * What were they like?
     *
     * @param nodeOnly on your node, and not on all
     */
    record Ask(boolean nodeOnly) implements Stats {}

    /**
     * The answer.
     *
     * @param json one JSON object, for people and programs
     */
    record Page(String json) implements Stats {}

    /**
     * What has your node counted?
     *
     * @param minutes how far back, one entry per window
     */
    record Within(List<Integer> minutes) implements Stats {
      public Within {
        minutes = List.copyOf(minutes);
      }
    }

    /**
     * What one node has counted, as it can be added to what others have.
     *
     * @param counts one per name and window in which there was something
     */
    record Counted(List<Count> counts) implements Stats {
      public Counted {
        counts = List.copyOf(counts);
      }
    }

    /**
     * What one node has counted of one name within one window.
     *
     * @param subject {@code provider} for attempts, {@code model} for requests of clients
     * @param name whose
     * @param minutes the window
     * @param millis how much of it the node has seen
     * @param sums by what they are sums of
     * @param took an HdrHistogram of durations in tenths of milliseconds, encoded and in Base64
     * @param firstContent likewise, of times to first content
     */
    record Count(
        String subject,
        String name,
        int minutes,
        long millis,
        Map<String, Long> sums,
        String took,
        String firstContent) {
      public Count {
        // Sorted, so that the same is always written the same way.
        sums = Collections.unmodifiableMap(new TreeMap<>(sums));
      }
    }
  }
}
