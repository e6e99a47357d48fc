package lab.gateway.ingress;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.Set;
import lab.gateway.call.Replies;
import lab.gateway.guard.Area;

/** {@code GET /routes}: which paths there are, what they take, and for whom they are. */
final class RouteList {
  private final Router router;

  RouteList(Router router) {
    this.router = router;
  }

  void answer(HttpServerRequest request) {
    JsonArray routes = new JsonArray();
    for (Route route : router.getRoutes()) {
      Set<HttpMethod> methods = route.methods();
      if (route.getPath() != null && methods != null) {
        routes.add(
            new JsonObject()
                .put("path", route.getPath())
                .put("methods", new JsonArray(methods.stream().map(HttpMethod::name).toList()))
                .put("for", Area.of(route.getPath()).label()));
      }
    }
    Replies.json(request, 200, new JsonObject().put("routes", routes).toBuffer().getBytes());
  }
}
