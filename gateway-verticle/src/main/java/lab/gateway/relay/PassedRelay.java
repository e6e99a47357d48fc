package lab.gateway.relay;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.dialect.Failure;
import lab.gateway.call.Exchange;
import lab.gateway.call.ReplyHeaders;
import lab.gateway.call.Sent;

/**
 * One provider's answer that nobody here reads, such as audio: its bytes go to the client as they
 * come and as fast as it takes them. Until the first of them another candidate can take over; what
 * fails after it ends the connection, for there is no place for words inside.
 */
public final class PassedRelay implements Relay {
  /** What a client has to know of the body. */
  private static final List<CharSequence> KEPT =
      List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.createOptimized("content-disposition"));

  private static final CharSequence NO_CACHE =
      HttpHeaders.createOptimized("no-cache, no-transform");
  private static final CharSequence ACCEL_BUFFERING =
      HttpHeaders.createOptimized("x-accel-buffering");
  private static final CharSequence NO = HttpHeaders.createOptimized("no");

  private final HttpClientResponse answer;
  private final ReadStream<Buffer> upstream;
  private final Exchange exchange;
  private final HttpServerResponse client;
  private final Listener listener;
  private boolean begun;
  private boolean over;

  public PassedRelay(HttpClientResponse answer, Exchange exchange, Listener listener) {
    this.answer = answer;
    this.upstream = Inflated.body(answer);
    this.exchange = exchange;
    this.client = exchange.response();
    this.listener = listener;
  }

  @Override
  public void start() {
    upstream.handler(this::arrived);
    upstream.endHandler(end -> ended());
    upstream.exceptionHandler(broken -> fail("the provider's answer broke off"));
  }

  @Override
  public void stop() {
    over = true;
    // What a paused connection still holds when it is closed, Vert.x never gives back.
    upstream.resume();
  }

  /** What nobody reads tells no counts. */
  @Override
  public Usage usage() {
    return Usage.UNKNOWN;
  }

  private void arrived(Buffer piece) {
    if (over) {
      return;
    }
    if (!begun) {
      begin();
    }
    listener.progress();
    Sent.unwatched(client.write(piece));
    if (client.writeQueueFull()) {
      upstream.pause();
      listener.waitsForClient(true);
      client.drainHandler(drained -> goOn());
    }
  }

  private void goOn() {
    listener.waitsForClient(false);
    if (!over) {
      upstream.resume();
    }
  }

  private void begin() {
    begun = true;
    listener.content();
    ReplyHeaders.put(exchange);
    for (CharSequence name : KEPT) {
      String value = answer.getHeader(name);
      if (value != null) {
        client.putHeader(name, value);
      }
    }
    client.putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE).putHeader(ACCEL_BUFFERING, NO);
    String length = answer.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && answer.getHeader(HttpHeaders.CONTENT_ENCODING) == null) {
      client.putHeader(HttpHeaders.CONTENT_LENGTH, length);
    } else {
      client.setChunked(true);
    }
  }

  private void ended() {
    listener.drained();
    if (over) {
      return;
    }
    if (!begun) {
      fail("the provider's answer is empty");
      return;
    }
    over = true;
    // Told first, so that the attempt has ended when the exchange does.
    listener.succeeded(Usage.UNKNOWN);
    Sent.unwatched(client.end());
    exchange.answered(client.getStatusCode());
  }

  private void fail(String message) {
    if (!over) {
      over = true;
      listener.failed(Failure.of(FailureKind.SERVER, message), begun);
    }
  }
}
