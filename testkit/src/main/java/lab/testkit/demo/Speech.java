package lab.testkit.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Says an answer at a pace. A client that leaves is noticed at the next frame. */
final class Speech {
  private final Vertx vertx;
  private final Pace pace;
  private final boolean dies;

  private Speech(Vertx vertx, Pace pace, boolean dies) {
    this.vertx = vertx;
    this.pace = pace;
    this.dies = dies;
  }

  /** For a model of this name, which may be one that is slow or dies. */
  static Speech of(Vertx vertx, Pace pace, String model) {
    return switch (Mischief.of(model).orElse(null)) {
      case SLOW -> new Speech(vertx, pace.slowed(), false);
      case DIES_MIDSTREAM -> new Speech(vertx, pace, true);
      case FAILS_500, FAILS_429, LOADING, SILENT, UNAUTHORIZED -> new Speech(vertx, pace, false);
      case null -> new Speech(vertx, pace, false);
    };
  }

  /** Streams these frames. */
  void stream(HttpServerRequest request, String type, String question, List<Beat> beats) {
    HttpServerResponse response = request.response().setChunked(true);
    response.putHeader("content-type", type).putHeader("cache-control", "no-cache");
    List<Beat> told = dies ? beats.subList(0, (beats.size() + 1) / 2) : beats;
    Future<Void> saying = pause(pace.firstToken(question));
    for (Beat beat : told) {
      saying =
          saying
              .compose(said -> beat.spoken() ? pause(pace.perToken()) : Future.succeededFuture())
              .compose(said -> response.write(beat.frame()));
    }
    Replies.ended(saying.compose(said -> dies ? request.connection().close() : response.end()));
  }

  /** Gives this body after the time that it takes to make up so many tokens. */
  void whole(HttpServerRequest request, String question, int tokens, String body) {
    Replies.ended(
        pause(pace.whole(question, tokens))
            .onSuccess(
                passed -> {
                  if (dies) {
                    Replies.drop(request);
                  } else {
                    Replies.json(request, 200, body);
                  }
                }));
  }

  private Future<Void> pause(Duration time) {
    return time.isZero()
        ? Future.succeededFuture()
        : vertx.timer(time.toNanos(), TimeUnit.NANOSECONDS).mapEmpty();
  }
}
