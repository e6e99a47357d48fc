package lab.gateway;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import lab.config.Configuration;
import lab.contract.NodeId;
import lab.gateway.cache.ResponseCache;
import lab.gateway.cache.ResponseShelf;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Capacity;
import lab.gateway.call.Tracing;
import lab.gateway.call.Traffic;
import lab.gateway.guard.KeyLedger;
import lab.gateway.limit.Limits;
import lab.gateway.route.RouteSource;
import lab.gateway.upstream.LostFields;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway instances of a node serve. The pages of other verticles come as suppliers, so
 * that no verticle knows another.
 *
 * @param now the configuration in force, as gateways use it; another one after a reload
 * @param readiness the answer of {@code /health/readiness}
 * @param routes who decides where requests go
 * @param metrics gives the text of {@code /metrics} in a form that an {@code Accept} header takes
 * @param cluster the JSON of {@code /admin/cluster}
 * @param watchers nodes whose metrics can be asked, this one among them
 * @param leaving whether the node is about to stop, so that clients are to connect elsewhere
 * @param budget what bodies of all instances together may take
 * @param capacity what the node takes on at a time
 * @param lost which request fields of clients have been named as lost
 * @param keys with which callers come in
 * @param limits of keys, models and providers
 * @param cache answers that are given again, or null where none are
 * @param responses those that clients may go on from
 * @param tracing follows requests over programs, or null where nobody wants to know
 * @param traffic counts connections and requests of all instances
 * @param configuring what operators may ask of the configuration
 */
public record Serving(
    Supplier<Generation> now,
    Supplier<Readiness> readiness,
    RouteSource routes,
    Function<@Nullable String, Text> metrics,
    Supplier<String> cluster,
    Supplier<List<NodeId>> watchers,
    BooleanSupplier leaving,
    ByteBudget budget,
    Capacity capacity,
    LostFields lost,
    KeyLedger keys,
    Limits limits,
    @Nullable ResponseCache cache,
    ResponseShelf responses,
    @Nullable Tracing tracing,
    Traffic traffic,
    Configuring configuring) {

  /**
   * The answer of {@code /metrics}.
   *
   * @param contentType its form
   * @param body the text
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared; a copy of megabytes would cost.
  public record Text(String contentType, byte[] body) {}

  /** The configuration in force. */
  public Configuration configuration() {
    return now.get().configuration();
  }

  /**
   * The answer of {@code /health/readiness}.
   *
   * @param ready whether this node takes requests
   * @param json the body
   */
  public record Readiness(boolean ready, String json) {}
}
