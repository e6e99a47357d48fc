package lab.contract;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who shall serve this request? Asked once per request; carries facts, never a body.
 *
 * @param call the request
 * @param operation what is wanted
 * @param model the name the client gave, or null where it gave none
 * @param streamed whether the client wants a stream
 * @param capability what the client wants done, by the name of a capability, or null
 * @param facts what rules may ask of it
 * @param fallbacks the client's own fallbacks, in order
 * @param fallbacksDisabled the client wants the matched choice and nothing after it
 */
public record RouteQuery(
    CallId call,
    Operation operation,
    @Nullable ModelName model,
    boolean streamed,
    @Nullable String capability,
    RequestFacts facts,
    List<ModelName> fallbacks,
    boolean fallbacksDisabled)
    implements BusMessage {

  /** Asked by a gateway, answered by the router of the same node, on the same event loop. */
  public static final Question<RouteQuery, RouteDecision> LINE =
      new Question<>(
          "lab.route", RouteQuery.class, RouteDecision.class, Reach.NODE, Duration.ofSeconds(1));

  public RouteQuery {
    fallbacks = List.copyOf(fallbacks);
  }
}
