package lab.gateway.upstream;

import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import lab.contract.ModelName;
import lab.dialect.AnswerForm;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Exchange;
import lab.gateway.call.OffLoop;
import lab.gateway.relay.ErrorRelay;
import lab.gateway.relay.Inflated;
import lab.gateway.relay.PassedRelay;
import lab.gateway.relay.Relay;
import lab.gateway.relay.StreamRelay;
import lab.gateway.relay.StreamReply;
import lab.gateway.relay.WholeRelay;
import org.jspecify.annotations.Nullable;

/** Who takes over the answers to one exchange. */
final class Relays {
  private final Exchange exchange;
  private final @Nullable StreamReply stream;
  private final OffLoop offLoop;
  private final ByteBudget budget;

  /**
   * @param stream the client's side where it wants a stream, else null
   * @param budget of the node, for what is held of answers
   */
  Relays(Exchange exchange, @Nullable StreamReply stream, OffLoop offLoop, ByteBudget budget) {
    this.exchange = exchange;
    this.stream = stream;
    this.offLoop = offLoop;
    this.budget = budget;
  }

  /**
   * The relay for an answer whose head has arrived.
   *
   * @param asked the model as the provider was asked for it
   * @param form that of the request that was sent
   */
  Relay of(
      HttpClientResponse response,
      Upstream upstream,
      ModelName asked,
      AnswerForm form,
      Relay.Listener listener) {
    if (isError(response)) {
      return new ErrorRelay(response, listener);
    }
    var dialect = upstream.dialect(form.operation());
    // The client sees the name it asked for, whoever served it.
    ModelName wanted = exchange.call().model();
    String shown = (wanted == null ? asked : wanted).value();
    String id = "chatcmpl-" + exchange.id();
    long now = System.currentTimeMillis() / 1000;
    if (stream != null) {
      return new StreamRelay(
          Inflated.body(response),
          dialect.stream(form, shown, id, now),
          stream,
          exchange,
          offLoop,
          budget,
          listener);
    }
    if (form.operation().isPassed() && !isJson(response.getHeader(HttpHeaders.CONTENT_TYPE))) {
      return new PassedRelay(response, exchange, listener);
    }
    boolean eventStream = isEventStream(response.getHeader(HttpHeaders.CONTENT_TYPE));
    return new WholeRelay(
        Inflated.body(response),
        body -> dialect.whole(form, body, eventStream, shown, id, now),
        offLoop,
        exchange,
        budget,
        listener);
  }

  static boolean isError(HttpClientResponse response) {
    return response.statusCode() < 200 || response.statusCode() >= 300;
  }

  private static boolean isJson(@Nullable String contentType) {
    return contentType != null
        && contentType.toLowerCase(Locale.ROOT).startsWith("application/json");
  }

  private static boolean isEventStream(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    String type = contentType.toLowerCase(Locale.ROOT);
    return type.startsWith("text/event-stream") || type.startsWith("application/x-ndjson");
  }
}
