package lab.contract;

import java.time.Duration;

/**
 * Who shall serve this request? Asked by a gateway whose node has no router.
 *
 * @param query what it would ask a router of its own
 */
public record RemoteRouteQuery(RouteQuery query) implements BusMessage {

  /**
   * Asked at one node with a router. One that lives answers in milliseconds, but for the first
   * question of its life; then another one is asked, or the last decision taken.
   */
  public static final Question<RemoteRouteQuery, RouteDecision> LINE =
      new Question<>(
          "lab.route.remote",
          RemoteRouteQuery.class,
          RouteDecision.class,
          Reach.CLUSTER,
          Duration.ofSeconds(1));
}
