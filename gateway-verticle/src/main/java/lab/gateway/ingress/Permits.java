package lab.gateway.ingress;

import java.util.List;
import java.util.stream.Stream;
import lab.config.ClientKey;
import lab.contract.ModelName;
import lab.contract.RouteQuery;
import lab.gateway.call.Caller;
import lab.gateway.call.GatewayFailure;
import org.jspecify.annotations.Nullable;

/** What a caller's key lets it ask the router for. */
final class Permits {
  private Permits() {}

  /** Why a question may not be asked, or null where it may. */
  static @Nullable GatewayFailure forbids(Caller caller, RouteQuery query) {
    ClientKey key = caller.key();
    if (key == null) {
      return null;
    }
    ModelName model = query.model();
    if (!key.mayAsk(model, query.capability())) {
      return refused(key, model == null ? "" + query.capability() : model.value());
    }
    for (ModelName fallback : query.fallbacks()) {
      if (!key.mayAsk(fallback)) {
        return refused(key, fallback.value());
      }
    }
    return null;
  }

  private static GatewayFailure refused(ClientKey key, String wanted) {
    List<String> allowed =
        Stream.concat(key.models().stream(), key.capabilities().stream()).toList();
    return new GatewayFailure.NotForThisKey(wanted, allowed);
  }
}
