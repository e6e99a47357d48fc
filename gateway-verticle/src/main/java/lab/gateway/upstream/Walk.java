package lab.gateway.upstream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import lab.config.TimeSettings;
import lab.contract.Candidate;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.dialect.Failure;
import lab.dialect.ProviderDialect.Written;
import lab.gateway.call.Deadlines.Limit;
import lab.gateway.call.ErrorReplies;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Replies;
import lab.gateway.call.ReplyHeaders;
import lab.gateway.relay.StreamReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange's way through its candidates. Until the first content every failure moves on unseen,
 * where its kind allows it; after it, the failure is told inside the stream. One budget of time and
 * one of second tries for all of it.
 */
final class Walk {
  private static final Logger LOG = LoggerFactory.getLogger(Walk.class);

  /** How long the words of an error may take once its status is known. */
  private static final Duration SLOWEST_ERROR = Duration.ofSeconds(1);

  private final Dispatcher dispatcher;
  private final Exchange exchange;
  private final List<Candidate> candidates;
  private final ClientLimits wishes;
  private final @Nullable StreamReply stream;
  private final long startedNanos = System.nanoTime();

  /** The limits of the candidate at hand. */
  private TimeSettings time;

  private int at;
  private int retries;
  private boolean secondTry;
  private boolean waitsForClient;
  private @Nullable Try running;
  private @Nullable Failure worth;
  private @Nullable Failure passedOver;

  Walk(Dispatcher dispatcher, Exchange exchange, List<Candidate> candidates, ClientLimits wishes) {
    this.dispatcher = dispatcher;
    this.exchange = exchange;
    this.candidates = candidates;
    this.wishes = wishes;
    this.stream = exchange.call().streamed() ? new StreamReply(exchange) : null;
    this.time = dispatcher.time();
  }

  void start() {
    exchange.onPassed(this::passed);
    exchange.onLeft(this::clientLeft);
    if (stream != null) {
      exchange.deadlines().in(Limit.KEEP_ALIVE, dispatcher.keepAliveEvery());
    }
    tryCurrent();
  }

  private void tryCurrent() {
    Candidate candidate = candidates.get(at);
    Upstream upstream = dispatcher.upstream(candidate.provider());
    if (upstream == null) {
      passOver(
          Failure.of(FailureKind.SERVER, candidate.provider() + " has a format not spoken here"));
      return;
    }
    dispatcher
        .offLoop()
        .run(
            exchange.call().body().length,
            exchange.room(),
            () -> upstream.dialect().request(exchange.call(), candidate.model()),
            written -> written(upstream, candidate, written),
            bug -> written(upstream, candidate, unwritten(candidate, bug)));
  }

  private void written(Upstream upstream, Candidate candidate, Written written) {
    if (exchange.over()) {
      return;
    }
    switch (written) {
      case Written.Ready(var request) -> {
        dispatcher.lost().note(candidate.provider(), request.lost());
        time = upstream.time(candidate.model());
        Duration left = wishes.whole(time).minusNanos(System.nanoTime() - startedNanos);
        if (left.isPositive()) {
          exchange.deadlines().in(Limit.WHOLE, left);
          exchange.deadlines().in(Limit.ATTEMPT, wishes.attempt(time, stream != null));
          running = new Try(this, candidate, upstream, request);
          running.send();
        } else {
          outOfTime();
        }
      }
      case Written.Impossible(Failure failure) -> passOver(failure);
    }
  }

  private Written unwritten(Candidate candidate, Throwable bug) {
    LOG.atError().addKeyValue("call", exchange.id()).setCause(bug).log("request not written");
    return new Written.Impossible(
        Failure.of(
            FailureKind.SERVER,
            "the request can not be put in " + candidate.provider() + "'s form"));
  }

  /** Goes on without an attempt: the provider was not asked. */
  private void passOver(Failure failure) {
    // Told only where nobody could be asked: that others can not take it is no fault of the
    // request's when the one who can is down.
    passedOver = passedOver == null ? failure : passedOver;
    if (at + 1 < candidates.size()) {
      next();
    } else {
      giveUp();
    }
  }

  private void next() {
    at++;
    secondTry = false;
    tryCurrent();
  }

  /** A try failed before any content, and nothing of it is left. */
  void failed(Failure failure, boolean reached) {
    running = null;
    exchange.deadlines().off(Limit.ATTEMPT);
    remember(failure);
    boolean othersFollow = at + 1 < candidates.size();
    Duration pause =
        secondTry || retries >= wishes.retries(time)
            ? null
            : SecondTry.pause(failure, reached, othersFollow, ThreadLocalRandom.current());
    if (pause != null && pause.compareTo(exchange.deadlines().left(Limit.WHOLE)) < 0) {
      secondTry = true;
      retries++;
      exchange.waited(pause);
      exchange.deadlines().in(Limit.PAUSE, pause);
    } else if (failure.kind().movesOn() && othersFollow) {
      next();
    } else {
      giveUp();
    }
  }

  /** A try broke after content: the client is told inside its stream. */
  void failedInside(Failure failure) {
    running = null;
    fail(new GatewayFailure.ProvidersFailed(failure, exchange.tried()));
  }

  private void remember(Failure failure) {
    if (worth == null || rank(failure.kind()) < rank(worth.kind())) {
      worth = failure;
    } else if (rank(failure.kind()) == rank(worth.kind())
        && failure.retryAfter() != null
        && (worth.retryAfter() == null || failure.retryAfter().compareTo(worth.retryAfter()) < 0)) {
      // All of a kind: the client may come back when the first of them is free again.
      worth = failure;
    }
  }

  /**
   * Which of several failures a client is told of. What is wrong with the request itself comes
   * first, for it ends the walk; then what time will mend, so that clients that retry do.
   */
  private static int rank(FailureKind kind) {
    return switch (kind) {
      case CANCELLED, BAD_REQUEST, FILTERED, TOO_LONG -> 0;
      case RATE -> 1;
      case OVERLOAD -> 2;
      case LOADING -> 3;
      case TIMEOUT -> 4;
      case SERVER -> 5;
      case CREDITS -> 6;
      case AUTH -> 7;
      case NOT_FOUND -> 8;
    };
  }

  private void giveUp() {
    Failure told = worth == null ? passedOver : worth;
    if (told == null) {
      throw new IllegalStateException("gave up on " + exchange.id() + " without a failure");
    }
    fail(new GatewayFailure.ProvidersFailed(told, exchange.tried()));
  }

  private void outOfTime() {
    fail(new GatewayFailure.OutOfTime(wishes.whole(time), exchange.tried()));
  }

  private void fail(GatewayFailure failure) {
    if (exchange.over()) {
      return;
    }
    if (stream != null) {
      stream.fail(failure);
    } else {
      ReplyHeaders.put(exchange);
      Replies.failure(exchange.request(), failure);
      exchange.failed(ErrorReplies.of(failure).status(), ErrorReplies.kind(failure));
    }
  }

  private void passed(Limit limit) {
    switch (limit) {
      case BODY -> {}
      case PAUSE -> tryCurrent();
      case KEEP_ALIVE -> keepAlive();
      case WHOLE -> {
        stop(FailureKind.TIMEOUT);
        outOfTime();
      }
      case ATTEMPT -> timedOut("no " + (stream == null ? "answer" : "content") + " in time");
      case IDLE -> idle();
      case STREAM -> timedOut("the stream is longer than max_streaming_duration");
    }
  }

  private void idle() {
    if (waitsForClient) {
      // It has left, but for the word: nothing was read for as long as a provider may be silent.
      exchange.hangUp();
    } else {
      timedOut("the stream made no progress in time");
    }
  }

  private void timedOut(String message) {
    if (running != null) {
      running.timedOut(Failure.of(FailureKind.TIMEOUT, message));
    }
  }

  private void keepAlive() {
    exchange.deadlines().in(Limit.KEEP_ALIVE, dispatcher.keepAliveEvery());
    if (stream != null && !exchange.response().writeQueueFull()) {
      stream.keepAlive();
    }
  }

  private void clientLeft() {
    if (running != null) {
      running.abandon();
      running = null;
    }
  }

  private void stop(FailureKind kind) {
    if (running != null) {
      running.stop(kind);
      running = null;
    }
  }

  /** An error's status is here; its words must not take as long as an answer. */
  void refused() {
    if (exchange.deadlines().left(Limit.ATTEMPT).compareTo(SLOWEST_ERROR) > 0) {
      exchange.deadlines().in(Limit.ATTEMPT, SLOWEST_ERROR);
    }
  }

  /** The first content is here: from now on this candidate's stream is the answer. */
  void content() {
    exchange.deadlines().off(Limit.ATTEMPT);
    if (stream == null) {
      return;
    }
    exchange.deadlines().off(Limit.WHOLE);
    exchange.deadlines().in(Limit.IDLE, time.streamIdleTimeout());
    Duration longest = time.maxStreamingDuration();
    if (longest != null) {
      exchange.deadlines().in(Limit.STREAM, longest);
    }
  }

  /** Something real came, after the first content, and is on its way to the client. */
  void progress() {
    exchange.deadlines().in(Limit.KEEP_ALIVE, dispatcher.keepAliveEvery());
    exchange.deadlines().in(Limit.IDLE, time.streamIdleTimeout());
  }

  void waitsForClient(boolean waits) {
    waitsForClient = waits;
    exchange.deadlines().in(Limit.IDLE, time.streamIdleTimeout());
  }

  void succeeded(Usage usage) {
    running = null;
    exchange.used(usage);
  }

  Exchange exchange() {
    return exchange;
  }

  @Nullable StreamReply stream() {
    return stream;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }
}
