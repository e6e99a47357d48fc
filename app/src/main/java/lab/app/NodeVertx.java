package lab.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.Set;
import java.util.function.Supplier;
import lab.contract.NodeId;
import lab.gateway.ingress.Doorway;
import lab.metrics.Meters;

/**
 * The Vert.x of a node, in a cluster or alone.
 *
 * @param vertx it
 * @param listed the nodes that Hazelcast has in its list, this one or not: it may have one there
 *     that is frozen or gone
 */
record NodeVertx(Vertx vertx, Supplier<Set<NodeId>> listed) {

  /**
   * Makes it.
   *
   * @param doorway by which connections of clients come in
   * @param loops the size of the event loop pool
   */
  static Future<NodeVertx> make(NodeOptions options, Meters meters, Doorway doorway, int loops) {
    VertxOptions vertx =
        new VertxOptions()
            .setMetricsOptions(meters.platform().vertxOptions())
            .setEventLoopPoolSize(loops)
            // One class loader has all of it: nothing to set at each callback.
            .setDisableTCCL(true)
            // Files are read before Vert.x starts; a cache folder would only litter.
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false));
    VertxBuilder builder =
        Vertx.builder()
            .withMetrics(meters.platform().vertxMetrics())
            .withTransport(doorway.transport());
    ClusterOptions cluster = options.cluster();
    return cluster == null
        ? Future.succeededFuture(new NodeVertx(builder.with(vertx).build(), Set::of))
        : Clustering.join(builder, vertx, options.id(), cluster);
  }
}
