package lab.gateway.call;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import lab.contract.CallFinished;
import lab.contract.CallId;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.ClientDialect;
import lab.dialect.InferenceCall;
import lab.dialect.openai.OpenAiClient;
import org.jspecify.annotations.Nullable;

/**
 * One client request and what became of it so far. It ends exactly once, and then everything that
 * still waits for it is let go.
 */
public final class Exchange {
  private final CallId id;
  private final ClientDialect client;
  private final HttpServerRequest request;
  private final ByteBudget.Share room;
  private final Deadlines deadlines;
  private final BiConsumer<Exchange, CallFinished> finished;
  private final long startedNanos = System.nanoTime();
  private final Attempts attempts = new Attempts(startedNanos);
  private final Outcome outcome = new Outcome();

  private Caller caller = new Caller.Anyone();
  private @Nullable InferenceCall call;
  private Consumer<Deadlines.Limit> whenPassed = limit -> {};
  private Runnable whenLeft = () -> {};
  private @Nullable AnswerTap tap;
  private @Nullable Quota quota;
  private @Nullable Glimpse glimpse;

  /** Whether the client has left, and others wait for its answer. */
  private boolean left;

  private boolean over;

  /**
   * @param timer of the loop
   * @param request its head has arrived
   * @param client what its path speaks and asks for
   * @param room for its body; goes back when the exchange is over
   * @param finished told once, when it is over
   */
  public Exchange(
      LoopTimer timer,
      HttpServerRequest request,
      ClientDialect client,
      ByteBudget.Share room,
      BiConsumer<Exchange, CallFinished> finished) {
    this.request = request;
    this.client = client;
    this.room = room;
    this.finished = finished;
    this.id = CallIds.of(request);
    this.deadlines = new Deadlines(timer, limit -> Step.of(this, () -> whenPassed.accept(limit)));
    request.response().closeHandler(closed -> clientLeft());
    // A broken connection is told to the close handler too; without a handler it would be logged.
    request.response().exceptionHandler(broken -> {});
    request.exceptionHandler(broken -> clientLeft());
  }

  public CallId id() {
    return id;
  }

  /** What its path asks for. */
  public Operation operation() {
    return client.operation();
  }

  /** How its client speaks. */
  public ClientDialect client() {
    return client;
  }

  /** Whether that is as OpenAI's clients do. */
  public boolean speaksOpenAi() {
    return client instanceof OpenAiClient;
  }

  public HttpServerRequest request() {
    return request;
  }

  public HttpServerResponse response() {
    return request.response();
  }

  /** Where its body is counted, for as long as anybody holds it. */
  public ByteBudget.Share room() {
    return room;
  }

  public Deadlines deadlines() {
    return deadlines;
  }

  /** Whether the client has been answered, or has left. */
  public boolean over() {
    return over;
  }

  /** Time since the head of the request arrived. */
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  /** Its key has told whose it is. */
  public void from(Caller caller) {
    this.caller = caller;
  }

  /** Whose it is. */
  public Caller caller() {
    return caller;
  }

  /** What the body says; set once it has been read. */
  public InferenceCall call() {
    if (call == null) {
      throw new IllegalStateException("the body of " + id + " has not been read");
    }
    return call;
  }

  public void understood(InferenceCall call) {
    this.call = call;
  }

  /** Who takes care of limits that run out from now on. */
  public void onPassed(Consumer<Deadlines.Limit> handler) {
    whenPassed = handler;
  }

  /** Who lets go of what is running when the client leaves, from now on. */
  public void onLeft(Runnable handler) {
    whenLeft = handler;
  }

  /** Who gets a copy of the answer from now on, or null. */
  public void tap(@Nullable AnswerTap copies) {
    tap = copies;
  }

  /** Who gets a copy of the answer, or null. */
  public @Nullable AnswerTap tap() {
    return tap;
  }

  /** The limits that it counts against from now on. */
  public void quota(Quota limits) {
    quota = limits;
  }

  /** The limits that it counts against, or null. */
  public @Nullable Quota quota() {
    return quota;
  }

  /**
   * The beginning of its prompt and of its answer is shown to operators.
   *
   * @param length characters of each, at least 1
   */
  public void showsFirst(int length) {
    glimpse = new Glimpse(length);
  }

  /** What operators are shown of it, or null where that is nothing. */
  public @Nullable Glimpse glimpse() {
    return glimpse;
  }

  /** What was tried so far, and what came of it. */
  public Attempts attempts() {
    return attempts;
  }

  /** What else came of it so far. */
  public Outcome outcome() {
    return outcome;
  }

  /** The answer is complete. */
  public void answered(int status) {
    finish(status, null);
  }

  /** The client is told of a failure, where nothing of an answer has been sent. */
  public void refuse(GatewayFailure failure) {
    if (over) {
      return;
    }
    ErrorReply reply = ErrorReplies.of(failure);
    ReplyHeaders.put(this);
    finish(Replies.failure(request, client, reply), ErrorReplies.kind(failure));
  }

  /** Breaks off an answer of any kind that has begun: there is no place for words inside it. */
  public void breakOff(GatewayFailure failure) {
    finish(response().getStatusCode(), ErrorReplies.kind(failure));
    hangUp();
  }

  /** The client got an error inside its stream. */
  public void failed(int status, @Nullable FailureKind kind) {
    finish(status, kind);
  }

  /** A bug broke it: what runs is let go, and the client is told where it still can be. */
  void broke() {
    if (over) {
      return;
    }
    whenLeft.run();
    if (tap != null) {
      // Before its connection ends, which is no end to what others wait for.
      tap.over();
    }
    if (left) {
      finish(ErrorReplies.CLIENT_LEFT, FailureKind.CANCELLED);
    } else if (response().headWritten()) {
      hangUp();
    } else {
      refuse(new GatewayFailure.Bug());
    }
  }

  /** Gives up on a client that is there and takes nothing. */
  public void hangUp() {
    HangUp.at(request);
  }

  private void clientLeft() {
    if (over) {
      return;
    }
    if (tap != null && tap.isShared()) {
      left = true;
      return;
    }
    // First what is running ends, so that its attempt and its tokens are in what is told.
    whenLeft.run();
    finish(ErrorReplies.CLIENT_LEFT, FailureKind.CANCELLED);
  }

  /** Nobody else waits for the answer any more: without its client it ends. */
  public void deserted() {
    if (left) {
      clientLeft();
    }
  }

  private void finish(int status, @Nullable FailureKind kind) {
    if (over) {
      return;
    }
    over = true;
    deadlines.close();
    room.letGo();
    if (tap != null) {
      tap.over();
    }
    Duration took = age();
    ModelName model = call == null ? null : call.model();
    CallFinished told =
        new CallFinished(
            id,
            client.operation(),
            model,
            attempts.servedBy(),
            outcome.stage(),
            call != null && call.streamed(),
            left ? ErrorReplies.CLIENT_LEFT : status,
            left ? FailureKind.CANCELLED : kind,
            attempts.count(),
            attempts.toFirstContent(),
            took,
            attempts.overhead(took),
            outcome.usage(),
            attempts.movedOn(),
            outcome.cached(),
            caller.alias(),
            glimpse == null ? null : glimpse.told(call));
    if (quota != null) {
      quota.settle(told);
    }
    finished.accept(this, told);
  }
}
