package lab.app;

import io.vertx.core.json.JsonObject;
import java.util.function.BooleanSupplier;
import lab.contract.NodeId;
import lab.gateway.Serving;
import lab.health.Readiness;
import lab.metrics.ScrapeVerticle;

/**
 * {@code GET /health/readiness}: whether this node may be sent requests.
 *
 * @param self the node
 * @param parts whether all that it is to do is deployed
 * @param heart whether it knows what the other nodes know
 * @param behind whether the cluster goes by a newer configuration than this node
 * @param stopping whether it was told to stop
 */
record ReadyPage(
    NodeId self, Readiness parts, Heart heart, BooleanSupplier behind, BooleanSupplier stopping) {
  /** On the port for clients. */
  Serving.Readiness forClients() {
    boolean ready = isReady();
    return new Serving.Readiness(ready, json(ready));
  }

  /** On the metrics port. */
  ScrapeVerticle.Ready forWatchers() {
    boolean ready = isReady();
    return new ScrapeVerticle.Ready(ready, json(ready));
  }

  private boolean isReady() {
    return parts.ready() && heart.serves() && !behind.getAsBoolean();
  }

  private String json(boolean ready) {
    return new JsonObject()
        .put("status", ready ? "healthy" : stopping.getAsBoolean() ? "stopping" : "starting")
        .put("db", "Not connected")
        .putNull("cache")
        .put("litellm_version", Main.Version.current())
        .put("node", self.value())
        .encode();
  }
}
