package lab.gateway.upstream;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import lab.contract.Candidate;
import lab.contract.FailureKind;
import lab.contract.RouteDecision;
import lab.contract.Usage;
import lab.dialect.Failure;
import lab.dialect.ProviderDialect.Written;
import lab.dialect.ProviderRequest;
import lab.gateway.call.Deadlines.Limit;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Step;
import lab.gateway.limit.Taken;
import lab.gateway.relay.StreamReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange's way through its candidates. Until the first content every failure moves on unseen,
 * where its kind allows it; after it, the failure is told inside the stream. Whose turn it is
 * decides {@link Course}, how long anything may take {@link Patience}.
 */
final class Walk {
  private static final Logger LOG = LoggerFactory.getLogger(Walk.class);

  private final Dispatcher dispatcher;
  private final Upstreams upstreams;
  private final Exchange exchange;
  private final Course course;
  private final Patience patience;
  private final @Nullable StreamReply stream;
  private final Relays relays;

  private boolean waitsForClient;
  private @Nullable Try running;

  Walk(
      Dispatcher dispatcher,
      Exchange exchange,
      RouteDecision.Go go,
      ClientLimits wishes,
      Upstreams upstreams) {
    this.dispatcher = dispatcher;
    this.upstreams = upstreams;
    this.exchange = exchange;
    this.course = new Course(go, ThreadLocalRandom.current());
    this.patience =
        new Patience(
            exchange,
            wishes,
            upstreams.retries().of(exchange.call().model()),
            upstreams.time(),
            upstreams.keepAliveEvery());
    this.stream = exchange.call().streamed() ? new StreamReply(exchange) : null;
    this.relays = new Relays(exchange, stream, dispatcher.offLoop(), dispatcher.budget());
  }

  void start() {
    exchange.onPassed(this::passed);
    exchange.onLeft(this::clientLeft);
    tryCurrent();
  }

  private void tryCurrent() {
    Candidate candidate = course.current();
    Upstream upstream = upstreams.of(candidate.provider());
    if (upstream == null) {
      passOver(Failure.of(FailureKind.SERVER, candidate.provider() + " is not in use here"));
      return;
    }
    ifLimitsAllow(candidate, taken -> write(upstream, candidate, taken));
  }

  private void ifLimitsAllow(Candidate candidate, Consumer<Taken> then) {
    dispatcher.limits().attempt(exchange, candidate, then, limit -> leftOut(candidate, limit));
  }

  private void leftOut(Candidate candidate, Failure limit) {
    if (!exchange.over()) {
      exchange.attempts().leftOut(candidate);
      take(course.leftOut(limit));
    }
  }

  private void write(Upstream upstream, Candidate candidate, Taken taken) {
    if (exchange.over()) {
      taken.undo();
      return;
    }
    dispatcher
        .offLoop()
        .run(
            exchange.call().body().length,
            exchange.room(),
            () ->
                upstream.dialect(exchange.operation()).request(exchange.call(), candidate.model()),
            written -> written(upstream, candidate, taken, written),
            bug -> written(upstream, candidate, taken, unwritten(candidate, bug)));
  }

  private Written unwritten(Candidate candidate, Throwable bug) {
    LOG.atError().addKeyValue("request_id", exchange.id()).setCause(bug).log("request not written");
    return new Written.Impossible(
        Failure.of(
            FailureKind.SERVER,
            "the request can not be put in " + candidate.provider() + "'s form"));
  }

  /** Beside the loop nobody else would see that it breaks; a step of its own costs an object. */
  private void written(Upstream upstream, Candidate candidate, Taken taken, Written written) {
    try {
      if (exchange.over()) {
        taken.undo();
      } else {
        ask(upstream, candidate, taken, written);
      }
    } catch (RuntimeException bug) {
      taken.letGo();
      Step.broke(exchange, bug);
    }
  }

  private void ask(Upstream upstream, Candidate candidate, Taken taken, Written written) {
    switch (written) {
      case Written.Ready(var request) -> {
        dispatcher.lost().note(candidate.provider(), request.lost());
        if (patience.begin(upstream.time(candidate.model()))) {
          running = new Try(this, candidate, upstream, request, taken);
          running.send();
        } else {
          taken.undo();
          outOfTime();
        }
      }
      case Written.Impossible(Failure failure) -> {
        taken.undo();
        passOver(failure);
      }
    }
  }

  /** Goes on without an attempt: the provider was not asked. */
  private void passOver(Failure failure) {
    take(course.passOver(failure));
  }

  /** A try ended before anybody was asked, for a reason that says nothing of other candidates. */
  void unasked(Failure failure) {
    running = null;
    patience.ended();
    passOver(failure);
  }

  /** A try failed before any content, and nothing of it is left. */
  void failed(Failure failure, boolean reached) {
    running = null;
    patience.ended();
    Candidate tried = course.current();
    Course.Step step = course.failed(failure, reached, patience.bounds(failure.kind()));
    if (step instanceof Course.Step.Next) {
      exchange.attempts().movedOn(tried, failure.kind());
    }
    take(step);
  }

  /** A try was refused for something that its request can do without. */
  void again(Upstream upstream, ProviderRequest request) {
    running = null;
    patience.ended();
    Candidate same = course.current();
    ifLimitsAllow(same, taken -> written(upstream, same, taken, new Written.Ready(request)));
  }

  private void take(Course.Step step) {
    switch (step) {
      case Course.Step.Again(var pause) -> patience.pause(pause);
      case Course.Step.Next next -> tryCurrent();
      case Course.Step.GiveUp(Failure failure) ->
          refuse(new GatewayFailure.ProvidersFailed(failure, exchange.attempts().told()));
    }
  }

  /** A try broke after content: the client is told inside its stream. */
  void failedInside(Failure failure) {
    running = null;
    refuse(new GatewayFailure.ProvidersFailed(failure, exchange.attempts().told()));
  }

  /**
   * The gateway can not hold the answer, or not even ask for one: another provider's would cost as
   * much and not fit either.
   */
  void noRoom(GatewayFailure lack) {
    running = null;
    refuse(lack);
  }

  private void outOfTime() {
    refuse(new GatewayFailure.OutOfTime(patience.whole(), exchange.attempts().told()));
  }

  private void refuse(GatewayFailure failure) {
    if (stream != null) {
      stream.fail(failure);
    } else if (exchange.response().headWritten()) {
      exchange.breakOff(failure);
    } else {
      exchange.refuse(failure);
    }
  }

  private void passed(Limit limit) {
    switch (limit) {
      case BODY -> {}
      case PAUSE -> tryCurrent();
      case KEEP_ALIVE -> keepAlive();
      case WHOLE -> {
        if (running != null) {
          running.stop(FailureKind.TIMEOUT);
          running = null;
        }
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
    patience.heard();
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

  /** Something real came, after the first content, and is on its way to the client. */
  void progress() {
    patience.heard();
    patience.progress();
  }

  void waitsForClient(boolean waits) {
    waitsForClient = waits;
    patience.progress();
  }

  void succeeded(Usage usage) {
    running = null;
    exchange.outcome().used(usage);
  }

  Patience patience() {
    return patience;
  }

  Relays relays() {
    return relays;
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
