package lab.gateway.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import lab.contract.Candidate;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.dialect.Failure;
import lab.dialect.ProviderRequest;
import lab.gateway.call.GatewayFailure;
import lab.gateway.limit.Taken;
import lab.gateway.relay.Relay;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt under way: from the request on the wire to the last byte, or to its failure. Between
 * the provider's connection, the relay of its answer and the walk, it sees to it that the attempt
 * ends once.
 */
final class Try implements UpstreamCall.Listener, Relay.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Try.class);

  /** How long a finished stream may keep its connection open. */
  private static final long DRAIN_MILLIS = 1_000;

  private final Walk walk;
  private final Upstream upstream;
  private final ProviderRequest request;
  private final Attempt attempt;

  private @Nullable UpstreamCall call;
  private @Nullable Relay relay;
  private boolean triedFresh;
  private boolean contentSeen;
  private boolean drained;
  private long drainTimer = -1;

  Try(Walk walk, Candidate candidate, Upstream upstream, ProviderRequest request, Taken taken) {
    this.walk = walk;
    this.upstream = upstream;
    this.request = request;
    this.attempt =
        new Attempt(
            walk.dispatcher().bus(), walk.exchange(), candidate, upstream, request.lost(), taken);
  }

  void send() {
    try {
      UpstreamCall next =
          walk.dispatcher()
              .client()
              .call(
                  upstream,
                  attempt.candidate().model(),
                  request,
                  Betas.of(walk.exchange(), upstream),
                  triedFresh,
                  this);
      // Before it is sent: that may fail at once, and the fresh try that follows is the call then.
      call = next;
      next.send();
    } catch (RuntimeException bug) {
      // The attempt has begun, so it must end; nobody else would do it.
      LOG.atError().addKeyValue("request_id", walk.exchange().id()).setCause(bug).log("not sent");
      end(NoAnswer.because(bug, false), false);
    }
  }

  @Override
  public void head(MultiMap headers) {
    attempt.head(headers);
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
    } else if (NoAnswer.isOurOwnLack(cause)) {
      noRoom(new GatewayFailure.NoSocket());
    } else {
      Failure unasked = reached ? null : NoAnswer.unasked(cause);
      if (unasked == null) {
        end(NoAnswer.because(cause, reached), reached);
      } else {
        attempt.abandoned(Usage.UNKNOWN);
        walk.unasked(unasked);
      }
    }
  }

  @Override
  public void answered(HttpClientResponse response) {
    if (Relays.isError(response)) {
      walk.patience().refused();
    }
    relay = walk.relays().of(response, upstream, attempt.candidate().model(), request.form(), this);
    relay.start();
  }

  private void end(Failure failure, boolean reached) {
    if (!attempt.ended()) {
      if (reached) {
        attempt.failed(failure.kind(), failure.retryAfter(), usage());
      } else {
        attempt.unreached(failure.kind());
      }
      ProviderRequest milder =
          upstream.dialect(walk.exchange().operation()).without(request, failure);
      if (milder == null) {
        walk.failed(failure, reached);
      } else {
        walk.again(upstream, milder);
      }
    }
  }

  @Override
  public void content() {
    if (!contentSeen) {
      contentSeen = true;
      attempt.content();
      walk.patience().content();
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
      walk.exchange().outcome().used(usage());
      walk.failedInside(failure);
    } else {
      end(failure, true);
    }
  }

  @Override
  public void noRoom(GatewayFailure lack) {
    if (!attempt.ended()) {
      abandon();
      walk.noRoom(lack);
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
  void timedOut(Failure limit) {
    if (!attempt.ended()) {
      failed(relay == null ? limit : relay.cutShort(limit), contentSeen);
    }
  }

  /** Nobody wants the answer any more: the client left, or it can not be held. */
  void abandon() {
    if (!attempt.ended()) {
      silence();
      walk.exchange().outcome().used(usage());
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
}
