package lab.gateway.call;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import lab.contract.Operation;
import lab.dialect.ClientDialect;
import lab.dialect.ClientError;
import lab.dialect.openai.MetadataKeys;
import lab.dialect.openai.OpenAiClient;

/** Short answers: one status, one body. */
public final class Replies {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("retry-after");
  private static final CharSequence SHOULD_RETRY = HttpHeaders.createOptimized("x-should-retry");
  private static final CharSequence FALSE = HttpHeaders.createOptimized("false");

  private static final ClientDialect PLAIN = new OpenAiClient(Operation.CHAT, MetadataKeys.NONE);

  private Replies() {}

  /**
   * Answers with JSON. A HEAD request gets the same headers and no body.
   *
   * @return ends when nothing of the body is held any more: it is with the system, or the client
   *     has left
   */
  @CanIgnoreReturnValue
  public static Future<Void> json(HttpServerRequest request, int status, byte[] body) {
    request.response().setStatusCode(status);
    return bytes(request, JSON, body);
  }

  /**
   * Answers with bytes of this type; a HEAD request likewise without them.
   *
   * @return as {@link #json}
   */
  @CanIgnoreReturnValue
  public static Future<Void> bytes(
      HttpServerRequest request, CharSequence contentType, byte[] body) {
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.CONTENT_TYPE, contentType);
    if (body.length > Pieces.LARGE && mayHaveBody(request)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
      return Pieces.send(body, response).sent();
    }
    return end(request, Bytes.wrap(body));
  }

  /** Answers 200 with text of this type. */
  public static void text(HttpServerRequest request, CharSequence contentType, String text) {
    request.response().putHeader(HttpHeaders.CONTENT_TYPE, contentType);
    end(request, Buffer.buffer(text));
  }

  /** Answers with a failure, in OpenAI's words. */
  public static void failure(HttpServerRequest request, GatewayFailure failure) {
    failure(request, PLAIN, failure);
  }

  /** Answers with a failure, in the words of a client that speaks so. */
  public static void failure(
      HttpServerRequest request, ClientDialect client, GatewayFailure failure) {
    failure(request, client, ErrorReplies.of(failure));
  }

  /**
   * Answers with a failure, in the words of a client that speaks so.
   *
   * @return the status that it has there
   */
  @CanIgnoreReturnValue
  static int failure(HttpServerRequest request, ClientDialect client, ErrorReply reply) {
    HttpServerResponse response = request.response();
    if (reply.retryAfter() != null) {
      // Whole seconds, rounded up: earlier would be too early.
      long seconds = Math.max(1, (reply.retryAfter().toMillis() + 999) / 1000);
      response.putHeader(RETRY_AFTER, Long.toString(seconds));
    }
    if (reply.retryUseless()) {
      response.putHeader(SHOULD_RETRY, FALSE);
    }
    ClientError told = reply.told();
    int status = client.errorStatus(told);
    json(request, status, client.errorBody(told));
    return status;
  }

  private static boolean mayHaveBody(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    return !(request.method().equals(HttpMethod.HEAD) || response.ended() || response.closed());
  }

  @CanIgnoreReturnValue
  private static Future<Void> end(HttpServerRequest request, Buffer body) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return Future.succeededFuture();
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
      return watched(response.end());
    }
    return watched(response.end(body));
  }

  private static Future<Void> watched(Future<Void> write) {
    Sent.unwatched(write);
    return write;
  }
}
