package lab.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import lab.metrics.Meters;

/** The Vert.x of a node, in a cluster or alone. */
final class NodeVertx {
  private NodeVertx() {}

  /**
   * Makes it.
   *
   * @param loops the size of the event loop pool
   */
  static Future<Vertx> make(NodeOptions options, Meters meters, int loops) {
    VertxOptions vertx =
        new VertxOptions()
            .setMetricsOptions(meters.vertxOptions())
            .setEventLoopPoolSize(loops)
            // One class loader has all of it: nothing to set at each callback.
            .setDisableTCCL(true)
            // Files are read before Vert.x starts; a cache folder would only litter.
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false));
    VertxBuilder builder = Vertx.builder().withMetrics(meters.vertxMetrics());
    ClusterOptions cluster = options.cluster();
    return cluster == null
        ? Future.succeededFuture(builder.with(vertx).build())
        : Clustering.join(builder, vertx, options.id(), cluster);
  }
}
