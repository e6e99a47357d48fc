package lab.gateway.ingress;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** What a page is asked for. */
final class Parameter {
  private Parameter() {}

  /** A parameter of the query; null where it is absent, empty, or can not be decoded. */
  static @Nullable String of(HttpServerRequest request, String name) {
    try {
      String value = request.getParam(name);
      return value == null || value.isEmpty() ? null : value;
    } catch (IllegalArgumentException notEncoded) {
      return null;
    }
  }
}
