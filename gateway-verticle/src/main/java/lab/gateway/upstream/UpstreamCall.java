package lab.gateway.upstream;

import io.netty.util.AsciiString;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import java.io.IOException;
import java.time.Duration;
import lab.dialect.ProviderRequest;
import lab.gateway.call.Bytes;
import lab.gateway.call.Pieces;
import org.jspecify.annotations.Nullable;

/** One request to a provider, under way. Belongs to one event loop. */
final class UpstreamCall {
  /**
   * A connection that dies of its age does so within a round trip of being used again; one that
   * dies later died over the work.
   */
  private static final Duration LONGEST_ROUND_TRIP = Duration.ofSeconds(1);

  private static final CharSequence JSON = AsciiString.cached("application/json");
  private static final CharSequence IDENTITY = AsciiString.cached("identity");
  private static final CharSequence AGENT = AsciiString.cached("lab-gateway");
  private static final CharSequence ANYTHING = AsciiString.cached("*/*");
  private static final CharSequence STREAM_OR_JSON =
      AsciiString.cached("text/event-stream, application/x-ndjson, application/json");

  private final Upstream upstream;
  private final ProviderRequest content;
  private final @Nullable String betas;
  private final KeptConnections lines;
  private final boolean freshConnection;
  private final Duration patience;
  private final Listener listener;
  private KeptConnections.@Nullable Line line;
  private long takenNanos;
  private boolean cancelled;
  private boolean drained;

  /** A large body on its way; null where it is sent at once. */
  private @Nullable Pieces sending;

  UpstreamCall(
      Upstream upstream,
      ProviderRequest content,
      @Nullable String betas,
      KeptConnections lines,
      boolean freshConnection,
      Duration patience,
      Listener listener) {
    this.upstream = upstream;
    this.content = content;
    this.betas = betas;
    this.lines = lines;
    this.freshConnection = freshConnection;
    this.patience = patience;
    this.listener = listener;
  }

  /** Sends it. Its listener may be told how that went before this returns. */
  void send() {
    KeptConnections.Line kept = freshConnection ? null : lines.idle();
    if (kept != null) {
      connected(kept);
    } else {
      lines.connect(patience).onComplete(this::connected, this::unreached);
    }
  }

  private void connected(KeptConnections.Line open) {
    if (cancelled) {
      open.giveBack();
      return;
    }
    line = open;
    takenNanos = System.nanoTime();
    open.connection()
        .request(upstream.post(content.path()))
        .onComplete(this::ready, broken -> broke(broken, open));
  }

  private void ready(HttpClientRequest ready) {
    if (cancelled) {
      return; // The connection is closed already.
    }
    // A failure is told through the response's future; without a handler it would be logged.
    ready.exceptionHandler(broken -> {});
    HostAndPort bracketed = upstream.bracketed();
    if (bracketed != null) {
      ready.authority(bracketed);
    }
    var headers = ready.headers();
    headers.set(HttpHeaders.CONTENT_TYPE, contentType());
    headers.set(HttpHeaders.ACCEPT, isPassed() ? ANYTHING : STREAM_OR_JSON);
    // Decompressors hold events back until a block is full.
    headers.set(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
    headers.set(HttpHeaders.USER_AGENT, AGENT);
    listener.head(headers);
    upstream.headers().forEach(headers::set);
    if (betas != null) {
      headers.set(Betas.HEADER, betas);
    }
    send(ready);
  }

  /** The usual one is made once. */
  private CharSequence contentType() {
    return content.contentType().contentEquals(JSON) ? JSON : content.contentType();
  }

  private boolean isPassed() {
    return content.form().operation().isPassed();
  }

  private void send(HttpClientRequest ready) {
    var headers = ready.headers();
    KeptConnections.Line used = line;
    byte[] body = content.body();
    Future<HttpClientResponse> response;
    if (body.length > Pieces.LARGE) {
      headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
      response = ready.response();
      sending = Pieces.send(body, ready);
    } else {
      response = ready.send(Bytes.wrap(body));
    }
    response.onComplete(this::answered, broken -> broke(broken, used));
  }

  private void answered(HttpClientResponse response) {
    if (!cancelled) {
      listener.answered(response);
    }
  }

  private void broke(Throwable broken, KeptConnections.@Nullable Line on) {
    if (on != null) {
      on.hangUp();
    }
    if (!cancelled) {
      listener.broke(broken, true, on != null && on.rested() && diedOfAge(broken));
    }
  }

  /** Whether it was closed, without a word that could be an answer, as soon as it was used. */
  private boolean diedOfAge(Throwable broken) {
    return (broken instanceof HttpClosedException || broken instanceof IOException)
        && System.nanoTime() - takenNanos < LONGEST_ROUND_TRIP.toNanos();
  }

  private void unreached(Throwable cause) {
    if (!cancelled) {
      listener.broke(cause, false, false);
    }
  }

  /** The answer has come to its end. */
  void drained() {
    drained = true;
    if (line != null && sending != null && !sending.complete()) {
      // It answered before it had all: what is left would be taken for the next request.
      sending.stop();
      line.hangUp();
    } else if (line != null) {
      line.giveBack();
    }
    line = null;
  }

  /**
   * Stops it in whatever phase it is: the provider's connection is closed, unless the answer has
   * come to its end and the connection is another's by now.
   */
  void cancel() {
    cancelled = true;
    if (drained) {
      return;
    }
    if (sending != null) {
      sending.stop();
    }
    if (line != null) {
      line.hangUp();
      line = null;
    }
  }

  /** Who is told what becomes of a call. Nothing is told after {@link UpstreamCall#cancel}. */
  interface Listener {
    /** The request is about to go out with these headers; more may be added. */
    void head(MultiMap headers);

    /** The head of the answer is here; handlers must be set before this returns. */
    void answered(HttpClientResponse response);

    /**
     * There is no answer.
     *
     * @param reached whether a connection stood
     * @param stale whether the connection had lain idle, so that it may just have died of old age
     */
    void broke(Throwable cause, boolean reached, boolean stale);
  }
}
