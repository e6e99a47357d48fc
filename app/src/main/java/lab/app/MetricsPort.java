package lab.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import lab.contract.Role;
import lab.gateway.call.Replies;
import lab.gateway.guard.Area;
import lab.gateway.guard.Guard;
import lab.gateway.guard.Guard.Verdict;
import lab.metrics.Scrape;
import lab.metrics.ScrapeVerticle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port of a node for those who watch it; where it serves no clients, its only one. */
final class MetricsPort {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsPort.class);

  private MetricsPort() {}

  /**
   * Opens it.
   *
   * @param guard another one of the node's, for this port alone
   * @return empty where the node needs none, or where it is taken and nobody asked for it
   */
  static Future<Optional<ScrapeVerticle>> open(
      Vertx vertx, NodeOptions options, Scrape text, ScrapeVerticle.Health health, Guard guard) {
    boolean needed =
        options.roles().contains(Role.METRICS) || !options.roles().contains(Role.GATEWAY);
    if (options.ports().metrics() == 0 || !needed) {
      return Future.succeededFuture(Optional.empty());
    }
    ScrapeVerticle server =
        new ScrapeVerticle(
            text,
            health,
            request -> admits(guard, request),
            options.ports().host(),
            Math.max(0, options.ports().metrics()));
    return vertx
        .deployVerticle(server)
        .map(open -> Optional.of(server))
        .recover(taken -> taken(options, taken));
  }

  private static boolean admits(Guard guard, HttpServerRequest request) {
    // A path that is written in another way than the public ones is not taken for one of them.
    return switch (guard.lookOpenly(request, Area.of(String.valueOf(request.path())))) {
      case Verdict.Admitted admitted -> true;
      case Verdict.Refused refused -> {
        Replies.failure(request, refused.failure());
        yield false;
      }
    };
  }

  private static Future<Optional<ScrapeVerticle>> taken(NodeOptions options, Throwable taken) {
    if (options.ports().metricsAsked()) {
      return Future.failedFuture(
          new Told(
              1,
              "the metrics port "
                  + options.ports().metrics()
                  + " on "
                  + options.ports().host()
                  + " can not be opened: "
                  + (taken.getCause() == null ? taken : taken.getCause()).getMessage()));
    }
    LOG.atWarn()
        .addKeyValue("port", options.ports().metrics())
        .log("the metrics port is taken; metrics are on the clients' port only");
    return Future.succeededFuture(Optional.empty());
  }
}
