package lab.gateway.ingress;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import lab.dialect.ClientDialect;
import lab.dialect.InferenceCall;
import lab.dialect.RequestReading;
import lab.dialect.form.FormRequests;
import lab.gateway.cache.ResponseCache;
import lab.gateway.cache.ResponseShelf;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.OffLoop;
import lab.gateway.call.Step;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests in: reads a body within its limits and understands it, beside the loop where it is
 * large. What can not be taken in is refused.
 */
final class Intake {
  private final Vertx vertx;
  private final OffLoop offLoop;
  private final ResponseShelf kept;
  private final @Nullable ResponseCache cache;
  private final long mostInFlight;

  /**
   * @param kept what requests may go on from
   * @param cache knows what requests say that have come before, or null
   * @param mostInFlight bytes of all bodies together that the node holds at a time
   */
  Intake(
      Vertx vertx,
      OffLoop offLoop,
      ResponseShelf kept,
      @Nullable ResponseCache cache,
      long mostInFlight) {
    this.vertx = vertx;
    this.offLoop = offLoop;
    this.kept = kept;
    this.cache = cache;
    this.mostInFlight = mostInFlight;
  }

  /**
   * Takes in the request of an exchange.
   *
   * @param offer whose limits hold
   * @param understood gets what it says, on the loop, unless the exchange is over by then
   */
  void take(Exchange exchange, Offer offer, Consumer<InferenceCall> understood) {
    offer
        .bodies()
        .read(
            exchange,
            body -> Step.of(exchange, () -> read(exchange, body, understood)),
            failure -> refuseUnread(exchange, failure));
  }

  /** Refuses an exchange whose body has not been read: its connection can not be used again. */
  void refuseUnread(Exchange exchange, GatewayFailure failure) {
    Lingering.reply(vertx, exchange.request(), () -> exchange.refuse(failure));
  }

  private void read(Exchange exchange, byte[] body, Consumer<InferenceCall> understood) {
    if (exchange.over()) {
      return;
    }
    InferenceCall known = cache == null ? null : cache.repeated(exchange, body);
    if (known != null) {
      understood.accept(known);
      return;
    }
    String type = exchange.request().getHeader(HttpHeaders.CONTENT_TYPE);
    offLoop.run(
        body.length,
        exchange.room(),
        () -> understand(exchange.client(), type, body),
        reading -> Step.of(exchange, () -> tell(exchange, body.length, reading, understood)),
        bug -> Step.broke(exchange, bug));
  }

  private void recall(
      Exchange exchange,
      int length,
      RequestReading.GoesOn goesOn,
      Consumer<InferenceCall> understood) {
    kept.find(exchange.caller(), goesOn.id())
        .map(found -> found.map(ResponseShelf.Found::conversation))
        .onComplete(
            before -> Step.of(exchange, () -> goOn(exchange, length, goesOn, before, understood)),
            away -> Step.of(exchange, () -> exchange.refuse(new GatewayFailure.NoResponses())));
  }

  private void goOn(
      Exchange exchange,
      int length,
      RequestReading.GoesOn goesOn,
      Optional<byte[]> before,
      Consumer<InferenceCall> understood) {
    if (exchange.over()) {
      return;
    }
    int all = length + before.map(bytes -> bytes.length).orElse(0);
    if (!exchange.room().take(all - length)) {
      exchange.refuse(new GatewayFailure.NoRoom(mostInFlight));
      return;
    }
    offLoop.run(
        all,
        exchange.room(),
        () -> goesOn.with(before.orElse(null)),
        reading -> Step.of(exchange, () -> tell(exchange, all, reading, understood)),
        bug -> Step.broke(exchange, bug));
  }

  /** A chat is JSON whatever its head says: some clients say nothing, or something else. */
  private static RequestReading understand(
      ClientDialect client, @Nullable String type, byte[] body) {
    return client.operation().isPassed() && type != null && FormRequests.isForm(type)
        ? FormRequests.read(client.operation(), type, body)
        : client.read(withoutMark(body));
  }

  /** Editors and shells of Windows put a byte order mark before what they save as UTF-8. */
  private static byte[] withoutMark(byte[] body) {
    boolean marked =
        body.length >= 3
            && body[0] == (byte) 0xEF
            && body[1] == (byte) 0xBB
            && body[2] == (byte) 0xBF;
    return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
  }

  /**
   * @param length bytes that were read
   */
  private void tell(
      Exchange exchange, int length, RequestReading reading, Consumer<InferenceCall> understood) {
    if (exchange.over()) {
      return;
    }
    switch (reading) {
      case RequestReading.Understood(InferenceCall call) -> understood.accept(call);
      case RequestReading.GoesOn goesOn -> recall(exchange, length, goesOn, understood);
      case RequestReading.Malformed(String message, String param, String code) ->
          exchange.refuse(new GatewayFailure.Malformed(message, param, code));
    }
  }
}
