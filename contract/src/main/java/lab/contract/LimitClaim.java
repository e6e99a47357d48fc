package lab.contract;

import java.time.Duration;

/**
 * May I have so much of a limit? Asked at the node that keeps the limit's account, by one that has
 * none left. What it has left over goes back the same way. Where nothing is asked for, the answer
 * is how the account stands.
 *
 * @param limit its id, the same at all nodes
 * @param perMinute the limit, at least 1
 * @param back what the asker was given and did not use, 0 or more
 * @param used what was used beyond what was given, 0 or more
 * @param least what it needs at once, 0 for nothing
 * @param wish what it can use soon, at least {@code least}; less may be given
 */
public record LimitClaim(String limit, long perMinute, long back, long used, long least, long wish)
    implements BusMessage {

  /** How long an asker waits where no file says otherwise. */
  public static final Duration PATIENCE = Duration.ofMillis(20);

  /** Asked at one node. */
  public static final Question<LimitClaim, Answer> LINE =
      new Question<>("lab.limit.claim", LimitClaim.class, Answer.class, Reach.CLUSTER, PATIENCE);

  public LimitClaim {
    if (perMinute < 1 || back < 0 || used < 0 || least < 0 || wish < least) {
      throw new IllegalArgumentException(
          "a claim of %d to %d at %d a minute, %d back and %d used, is none"
              .formatted(least, wish, perMinute, back, used));
    }
  }

  /** Asks for tokens. */
  public static LimitClaim of(String limit, long perMinute, long least, long wish) {
    return new LimitClaim(limit, perMinute, 0, 0, least, wish);
  }

  /**
   * The answer.
   *
   * @param given nothing, or {@code least} to {@code wish}
   * @param left what the account has after it
   * @param waitMicros until there is {@code least}, where nothing was given
   * @param owed how much has been taken and has not come back, in parts of a token
   */
  public record Answer(long given, long left, long waitMicros, long owed) implements BusMessage {}

  /**
   * How an account stands, told to the node that would keep it if the teller went; and by one that
   * stood in, to whom it belongs.
   *
   * @param limit its id
   * @param perMinute the limit
   * @param owed as in {@link Answer}
   */
  public record Owed(String limit, long perMinute, long owed) implements BusMessage {

    /** Told as a question, since a line to one node is one; nobody needs the answer. */
    public static final Question<Owed, Answer> LINE =
        new Question<>("lab.limit.owed", Owed.class, Answer.class, Reach.CLUSTER, PATIENCE);
  }

  /**
   * The account is empty: what is left over anywhere has to come back now. What came back is {@link
   * Answer#given}.
   *
   * @param limit its id
   */
  public record Recall(String limit) implements BusMessage {

    /** Asked at each node that may hold some. */
    public static final Question<Recall, Answer> LINE =
        new Question<>("lab.limit.recall", Recall.class, Answer.class, Reach.CLUSTER, PATIENCE);
  }

  /**
   * So many requests of a limit of parallel ones run at this node, and so many could: told to the
   * node that counts them, whenever that changes and once a second. How many may run is {@link
   * Answer#given}; the newest word of a node counts, so that one that is lost is made good.
   *
   * @param limit its id
   * @param node who tells
   * @param most the limit, at least 1
   * @param using how many run, 0 or more
   * @param wish how many would, at least {@code using}
   * @param patient whether those that may not run wait
   */
  public record Slots(String limit, NodeId node, int most, int using, int wish, boolean patient)
      implements BusMessage {

    /** Asked at one node. */
    public static final Question<Slots, Answer> LINE =
        new Question<>("lab.limit.slots", Slots.class, Answer.class, Reach.CLUSTER, PATIENCE);

    public Slots {
      if (most < 1 || using < 0 || wish < using) {
        throw new IllegalArgumentException(
            "%d to %d of %d slots are none".formatted(using, wish, most));
      }
    }
  }
}
