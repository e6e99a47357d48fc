package lab.gateway.relay;

import io.netty.util.AsciiString;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import lab.dialect.ClientError;
import lab.gateway.call.AnswerTap;
import lab.gateway.call.Bytes;
import lab.gateway.call.ErrorReplies;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Glimpse;
import lab.gateway.call.ReplyHeaders;
import lab.gateway.call.Sent;

/**
 * The client's side of a stream. It outlives the attempts: the head is sent with the first content,
 * or with the first comment where content takes long, and whatever fails after that is told inside
 * the stream.
 */
public final class StreamReply {
  // no-transform: a proxy that compresses holds events back.
  private static final CharSequence NO_CACHE = AsciiString.cached("no-cache, no-transform");
  private static final CharSequence ACCEL_BUFFERING = AsciiString.cached("x-accel-buffering");
  private static final CharSequence NO = AsciiString.cached("no");
  private static final CharSequence CLOSE = AsciiString.cached("close");

  private final Exchange exchange;
  private final HttpServerResponse response;
  private boolean committed;

  public StreamReply(Exchange exchange) {
    this.exchange = exchange;
    this.response = exchange.response();
    // A request that waited for another's answer may have heard that somebody is at work.
    this.committed = response.headWritten();
  }

  /**
   * Tells a waiting client that somebody is at work: by a sign between two events, or by the head
   * alone where its dialect has no such sign.
   */
  public void keepAlive() {
    boolean first = !committed;
    commit();
    byte[] sign = exchange.client().keepAlive();
    if (sign.length > 0) {
      Sent.unwatched(response.write(Bytes.wrap(sign)));
    } else if (first) {
      Sent.unwatched(response.writeHead());
    }
  }

  /** Sends events of the answer. */
  public void write(Buffer events) {
    commit();
    AnswerTap tap = exchange.tap();
    if (tap != null) {
      tap.took(events);
    }
    Glimpse glimpse = exchange.glimpse();
    if (glimpse != null) {
      glimpse.events(events);
    }
    Sent.unwatched(response.write(events));
  }

  /** Sends the last events of the answer. */
  public void end(Buffer lastEvents) {
    commit();
    AnswerTap tap = exchange.tap();
    if (tap != null) {
      tap.complete(lastEvents.getBytes());
    }
    Glimpse glimpse = exchange.glimpse();
    if (glimpse != null) {
      glimpse.events(lastEvents);
    }
    Sent.unwatched(response.end(lastEvents));
    exchange.answered(response.getStatusCode());
  }

  /**
   * Whether the client's pace counts: not where others wait for the answer, all of which is held.
   */
  boolean keepsPace() {
    AnswerTap tap = exchange.tap();
    return tap == null || !tap.isShared();
  }

  /** Does this once others begin to wait for the answer. */
  void whenShared(Runnable then) {
    AnswerTap tap = exchange.tap();
    if (tap != null) {
      tap.whenShared(then);
    }
  }

  /** Tells the failure as a status where it still can be, else as the stream's last event. */
  public void fail(GatewayFailure failure) {
    if (exchange.over()) {
      return;
    }
    if (committed) {
      ClientError told = ErrorReplies.of(failure).told();
      Sent.unwatched(response.end(Bytes.wrap(exchange.call().answers().errorEvents(told))));
      exchange.failed(response.getStatusCode(), ErrorReplies.kind(failure));
    } else {
      exchange.refuse(failure);
    }
  }

  private void commit() {
    if (committed) {
      return;
    }
    committed = true;
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, exchange.client().streamType())
        .putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE)
        .putHeader(ACCEL_BUFFERING, NO);
    if (exchange.attempts().servedBy() == null) {
      // Too early to tell anything but who is asked.
      ReplyHeaders.putId(exchange);
    } else {
      ReplyHeaders.put(exchange);
    }
    if (exchange.request().version() == HttpVersion.HTTP_1_0) {
      // No chunks in 1.0: the end of the connection is the end of the stream. Told late, because
      // Vert.x promises to keep the connection where the client asked for it.
      response.headersEndHandler(ready -> response.headers().set(HttpHeaders.CONNECTION, CLOSE));
    } else {
      response.setChunked(true);
    }
  }
}
