package lab.contract;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * May I ask a provider for this answer, or does another node already? Asked at the node that the
 * key belongs to, so that identical requests at several nodes become one.
 *
 * @param key what makes two requests the same question: a SHA-256 in hexadecimal, and never more
 * @param by the flight that would lead
 * @param lost the flight that was told to lead before and did not end well, or null: the asker
 *     takes its place, unless somebody else has it already
 */
public record FlightClaim(String key, Flight by, @Nullable Flight lost) implements BusMessage {

  /** How long an asker waits where no file says otherwise. */
  public static final Duration USUAL_PATIENCE = Duration.ofMillis(20);

  /** Asked at one node, the key's owner. */
  public static final Question<FlightClaim, Answer> LINE =
      new Question<>(
          "lab.flight.claim", FlightClaim.class, Answer.class, Reach.CLUSTER, USUAL_PATIENCE);

  /**
   * One answer under way at one node.
   *
   * @param node where
   * @param number tells it from all others there, those before a restart included
   */
  public record Flight(NodeId node, long number) {}

  /**
   * The answer.
   *
   * @param leader who leads now, the asker or another; null where nobody does
   */
  public record Answer(@Nullable Flight leader) implements BusMessage {}

  /**
   * It is over, or can not be shared any more: the key is free. Whose claim it is not frees
   * nothing.
   *
   * @param key as it was claimed
   * @param by who claimed it
   */
  public record Over(String key, Flight by) implements BusMessage {

    /** Told as a question, since a line to one node is one; nobody needs the answer. */
    public static final Question<Over, Answer> LINE =
        new Question<>("lab.flight.over", Over.class, Answer.class, Reach.CLUSTER, USUAL_PATIENCE);
  }
}
