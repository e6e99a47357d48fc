package lab.gateway.ingress;

import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import lab.gateway.Serving;
import lab.gateway.call.Crowd;
import lab.gateway.call.Traffic;

/**
 * What holds for connections that nothing is known of yet.
 *
 * @param crowd all connections of the node
 * @param traffic counts them
 * @param patience from connecting to the end of the first head
 * @param options how HTTP is read there
 */
record Door(Crowd crowd, Traffic traffic, Duration patience, HttpServerOptions options) {
  Door(Serving serving, HttpServerOptions options) {
    this(
        serving.capacity().connections(),
        serving.traffic(),
        serving.configuration().settings().limits().headerTimeout(),
        options);
  }
}
