package lab.gateway.ingress;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;
import lab.dialect.ClientDialect;
import lab.gateway.call.Caller;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Replies;
import lab.gateway.guard.Area;
import lab.gateway.guard.Guard;
import lab.gateway.guard.Guard.Verdict;

/**
 * Stands before all routes: who may not use one gets no further, and nothing of the body has been
 * read. Whoever sends wrong keys again and again waits for the next answer.
 */
final class Entrance implements Handler<RoutingContext> {
  private static final String CALLER = "lab.caller";
  private static final long WAIT_MILLIS = 1_000;

  /** Each of them is an open connection. */
  private static final int MOST_WAITING = 1_000;

  private final Vertx vertx;
  private final Guard guard;
  private final Function<HttpServerRequest, ClientDialect> words;
  private int waiting;

  /**
   * @param words how whoever sends a request is told that it is not let in
   */
  Entrance(Vertx vertx, Guard guard, Function<HttpServerRequest, ClientDialect> words) {
    this.vertx = vertx;
    this.guard = guard;
    this.words = words;
  }

  /** Who was let in. */
  static Caller callerOf(RoutingContext context) {
    Caller caller = context.get(CALLER);
    if (caller == null) {
      throw new IllegalStateException("nobody looked at who asks");
    }
    return caller;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.method().equals(HttpMethod.OPTIONS)) {
      // A browser asks without a key whether it may send one.
      context.next();
      return;
    }
    String path;
    try {
      path = context.normalizedPath();
    } catch (IllegalArgumentException notEncoded) {
      context.fail(400);
      return;
    }
    switch (guard.look(request, Area.of(path))) {
      case Verdict.Admitted(Caller caller) -> {
        context.put(CALLER, caller);
        context.next();
      }
      case Verdict.Refused(GatewayFailure failure, boolean slowly) -> {
        if (slowly && waiting < MOST_WAITING) {
          later(request, failure);
        } else {
          refuse(request, failure);
        }
      }
    }
  }

  private void later(HttpServerRequest request, GatewayFailure failure) {
    waiting++;
    request.pause();
    // One that does not wait is gone by then, which is all right.
    request.exceptionHandler(left -> {});
    request.response().exceptionHandler(left -> {});
    long unused =
        vertx.setTimer(
            WAIT_MILLIS,
            id -> {
              waiting--;
              refuse(request, failure);
            });
  }

  private void refuse(HttpServerRequest request, GatewayFailure failure) {
    if (failure instanceof GatewayFailure.BadKey) {
      request.response().putHeader("www-authenticate", "Bearer");
    }
    Lingering.reply(vertx, request, () -> Replies.failure(request, words.apply(request), failure));
  }
}
