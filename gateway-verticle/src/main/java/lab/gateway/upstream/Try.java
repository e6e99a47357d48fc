package lab.gateway.upstream;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import lab.contract.Candidate;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.Usage;
import lab.dialect.Failure;
import lab.dialect.ProviderRequest;
import lab.dialect.failure.FailureReader;
import lab.gateway.call.Exchange;
import lab.gateway.relay.Inflated;
import lab.gateway.relay.Relay;
import lab.gateway.relay.StreamRelay;
import lab.gateway.relay.StreamReply;
import lab.gateway.relay.WholeRelay;
import org.jspecify.annotations.Nullable;

/** One attempt under way: from the request on the wire to the last byte, or to its failure. */
final class Try implements UpstreamClient.Listener, Relay.Listener {
  /** Errors are short; what is longer is a page for people. */
  private static final int MOST_OF_AN_ERROR = 64 * 1024;

  /** How long a finished stream may keep its connection open. */
  private static final long DRAIN_MILLIS = 1_000;

  private final Walk walk;
  private final Upstream upstream;
  private final ProviderRequest request;
  private final Attempt attempt;

  private UpstreamClient.@Nullable Call call;
  private @Nullable Relay relay;

  /** What becomes of an error whose words do not come. */
  private @Nullable Runnable refusal;

  private boolean triedFresh;
  private boolean contentSeen;
  private boolean drained;
  private long drainTimer = -1;

  Try(Walk walk, Candidate candidate, Upstream upstream, ProviderRequest request) {
    this.walk = walk;
    this.upstream = upstream;
    this.request = request;
    this.attempt = new Attempt(walk.dispatcher().bus(), walk.exchange(), candidate);
  }

  void send() {
    call =
        walk.dispatcher()
            .client()
            .send(upstream, attempt.candidate().model(), request, triedFresh, this);
  }

  @Override
  public void broke(Throwable cause, boolean reached, boolean stale) {
    if (attempt.ended()) {
      return;
    }
    if (stale && !triedFresh) {
      // The server closed an idle connection at the moment of its reuse: no fault of anybody.
      triedFresh = true;
      send();
      return;
    }
    end(new Failure(kindOf(cause), wordsFor(cause, reached), null, null, null, null), reached);
  }

  @Override
  public void answered(HttpClientResponse response) {
    if (response.statusCode() >= 200 && response.statusCode() < 300) {
      relay = walk.stream() == null ? whole(response) : streamed(response, walk.stream());
      relay.start();
    } else {
      readError(response);
    }
  }

  private Relay streamed(HttpClientResponse response, StreamReply reply) {
    Exchange exchange = walk.exchange();
    return new StreamRelay(
        Inflated.body(response),
        upstream.dialect().stream(request.form(), shown(), answerId(), now()),
        reply,
        exchange.response(),
        this);
  }

  private Relay whole(HttpClientResponse response) {
    boolean eventStream = isEventStream(response.getHeader(HttpHeaders.CONTENT_TYPE));
    return new WholeRelay(
        Inflated.body(response),
        body ->
            upstream.dialect().whole(request.form(), body, eventStream, shown(), answerId(), now()),
        walk.dispatcher().offLoop(),
        walk.exchange(),
        walk.dispatcher().budget(),
        this);
  }

  private static boolean isEventStream(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    String type = contentType.toLowerCase(Locale.ROOT);
    return type.startsWith("text/event-stream") || type.startsWith("application/x-ndjson");
  }

  /** The client sees the name it asked for, whoever served it. */
  private String shown() {
    ModelName name = walk.exchange().call().model();
    return (name == null ? attempt.candidate().model() : name).value();
  }

  private String answerId() {
    return "chatcmpl-" + walk.exchange().id();
  }

  private static long now() {
    return System.currentTimeMillis() / 1000;
  }

  private void readError(HttpClientResponse response) {
    Buffer body = Buffer.buffer();
    walk.refused();
    refusal = () -> refused(response, body);
    response.handler(
        piece -> {
          if (body.length() < MOST_OF_AN_ERROR) {
            body.appendBuffer(piece);
          } else {
            discard();
            refused(response, body);
          }
        });
    response.endHandler(
        end -> {
          drained();
          refused(response, body);
        });
    // The status is known; what is missing of the words is missing.
    response.exceptionHandler(broken -> refused(response, body));
  }

  private void refused(HttpClientResponse response, Buffer body) {
    end(
        FailureReader.ofResponse(response.statusCode(), response::getHeader, body.getBytes()),
        true);
  }

  private void end(Failure failure, boolean reached) {
    if (!attempt.ended()) {
      attempt.failed(failure.kind(), failure.retryAfter(), usage());
      walk.failed(failure, reached);
    }
  }

  @Override
  public void content() {
    if (!contentSeen) {
      contentSeen = true;
      attempt.content();
      walk.content();
    }
  }

  @Override
  public void progress() {
    if (contentSeen) {
      walk.progress();
    }
  }

  @Override
  public void waitsForClient(boolean waits) {
    walk.waitsForClient(waits);
  }

  @Override
  public void succeeded(Usage usage) {
    attempt.succeeded(usage);
    walk.succeeded(usage);
    if (walk.stream() != null && !drained) {
      drainTimer = walk.dispatcher().vertx().setTimer(DRAIN_MILLIS, id -> discard());
    }
  }

  @Override
  public void failed(Failure failure, boolean afterContent) {
    if (attempt.ended()) {
      return;
    }
    discard();
    if (afterContent) {
      attempt.failed(failure.kind(), failure.retryAfter(), usage());
      walk.exchange().used(usage());
      walk.failedInside(failure);
    } else {
      end(failure, true);
    }
  }

  @Override
  public void drained() {
    drained = true;
    if (drainTimer >= 0) {
      boolean unused = walk.dispatcher().vertx().cancelTimer(drainTimer);
    }
    if (call != null) {
      call.drained();
    }
  }

  @Override
  public void discard() {
    if (call != null) {
      call.cancel();
    }
  }

  /** A limit of the gateway ran out. */
  void timedOut(Failure failure) {
    if (attempt.ended()) {
      return;
    }
    silence();
    if (refusal == null) {
      failed(failure, contentSeen);
    } else {
      discard();
      refusal.run();
    }
  }

  /** The client left. */
  void abandon() {
    if (!attempt.ended()) {
      silence();
      walk.exchange().used(usage());
      attempt.abandoned(usage());
      discard();
    }
  }

  /** The whole request is over for this reason. */
  void stop(FailureKind kind) {
    if (!attempt.ended()) {
      silence();
      attempt.failed(kind, null, usage());
      discard();
    }
  }

  private void silence() {
    if (relay != null) {
      relay.stop();
    }
  }

  private Usage usage() {
    return relay == null ? Usage.UNKNOWN : relay.usage();
  }

  private static FailureKind kindOf(Throwable cause) {
    return cause instanceof KeptConnections.TooMany ? FailureKind.OVERLOAD : FailureKind.SERVER;
  }

  private static String wordsFor(Throwable cause, boolean reached) {
    if (reached) {
      return "the provider closed the connection before it answered";
    }
    return "the provider can not be reached: "
        + switch (cause) {
          case ConnectTimeoutException slow -> "connecting took too long";
          case TimeoutException slow -> "connecting took too long";
          case ConnectException refused -> "the connection was refused";
          case UnknownHostException unknown -> "its host name can not be resolved";
          case SSLException tls -> "TLS failed";
          case KeptConnections.TooMany busy -> "too many connections are open to it";
          default -> cause.getClass().getSimpleName();
        };
  }
}
