package lab.contract;

import java.time.Duration;

/**
 * Who would serve this request now, and why? Asked for people; nothing is sent to anybody.
 *
 * @param query what a gateway would ask
 */
public record ExplainQuery(RouteQuery query) implements BusMessage {

  /** Asked by a gateway at its own node, or at one with a router where its own has none. */
  public static final Question<ExplainQuery, Answer> LINE =
      new Question<>(
          "lab.explain", ExplainQuery.class, Answer.class, Reach.CLUSTER, Duration.ofSeconds(1));

  /**
   * The answer.
   *
   * @param json the explanation, one JSON object
   */
  public record Answer(String json) implements BusMessage {}
}
