package lab.gateway.cache;

import io.vertx.core.Context;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import lab.contract.FailureKind;
import lab.dialect.Failure;
import lab.gateway.call.Deadlines.Limit;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Step;
import lab.gateway.relay.StreamReply;

/**
 * A request that gets the answer of another one, as it comes. Where that fails before this client
 * has seen any of it, it acts on its own. Event loop of its exchange, but for {@link #wake}.
 */
final class Follower implements Flight.Reader {
  /** Who takes the request back. */
  interface Owner {
    /** The leader failed: somebody has to ask again. */
    void lost();

    /** Too long nothing came that this client can be given. */
    void tired();

    /** The answer has been given. */
    void given(Answer answer);
  }

  private final Exchange exchange;
  private final Context loop;
  private final Flight flight;
  private final Delivery delivery;
  private final Duration keepAliveEvery;
  private final Owner owner;
  private final AtomicBoolean woken = new AtomicBoolean();
  private int passed;
  private boolean done;
  private boolean waits;

  Follower(
      Exchange exchange,
      Context loop,
      Flight flight,
      Delivery delivery,
      Duration keepAliveEvery,
      Owner owner) {
    this.exchange = exchange;
    this.loop = loop;
    this.flight = flight;
    this.delivery = delivery;
    this.keepAliveEvery = keepAliveEvery;
    this.owner = owner;
  }

  /**
   * Begins to follow.
   *
   * @param patience how long this client may wait for the first of it
   * @return whether there was something to follow
   */
  boolean start(Duration patience) {
    if (!flight.follow(this)) {
      return false;
    }
    exchange.onPassed(this::passed);
    exchange.onLeft(this::done);
    exchange.deadlines().in(Limit.WHOLE, patience);
    heard();
    pull();
    return true;
  }

  @Override
  public void wake() {
    if (woken.compareAndSet(false, true)) {
      loop.runOnContext(
          again -> {
            woken.set(false);
            Step.of(exchange, this::pull);
          });
    }
  }

  private void pull() {
    boolean needsAll = delivery.stream() == null;
    if (done || waits || exchange.over() || (needsAll && flight.isRunning())) {
      return;
    }
    Part part = flight.from(passed);
    switch (part.state()) {
      case RUNNING -> {
        boolean unused = pass(part.answer(), part.answer().pieces());
      }
      case LOST -> lost();
      case COMPLETE -> complete(part.answer());
    }
  }

  /** Gives what of these it takes; whether that was all. */
  private boolean pass(Answer answer, List<byte[]> pieces) {
    if (!delivery.passes(answer)) {
      return true;
    }
    for (byte[] piece : pieces) {
      passed++;
      delivery.pass(answer, piece);
      exchange.deadlines().off(Limit.WHOLE);
      heard();
      if (delivery.waits(this::resume)) {
        waits = true;
        return false;
      }
    }
    return true;
  }

  private void resume() {
    waits = false;
    pull();
  }

  private void complete(Answer rest) {
    if (!delivery.passes(rest)) {
      done();
      delivery.convert(rest);
      owner.given(rest);
      return;
    }
    List<byte[]> pieces = rest.pieces();
    if (pass(rest, pieces.subList(0, pieces.size() - 1))) {
      done();
      delivery.passLast(rest, pieces.getLast());
      owner.given(rest);
    }
  }

  private void lost() {
    done();
    if (delivery.hasBegun()) {
      delivery.fail(
          new GatewayFailure.ProvidersFailed(
              Failure.of(FailureKind.SERVER, "the answer that this request shared broke off"), ""));
    } else {
      owner.lost();
    }
  }

  private void passed(Limit limit) {
    switch (limit) {
      case WHOLE -> {
        done();
        owner.tired();
      }
      case KEEP_ALIVE -> {
        StreamReply stream = delivery.stream();
        if (stream != null && !waits) {
          stream.keepAlive();
        }
        heard();
      }
      case IDLE -> exchange.hangUp();
      case BODY, ATTEMPT, STREAM, PAUSE -> {}
    }
  }

  private void heard() {
    if (delivery.stream() != null) {
      exchange.deadlines().in(Limit.KEEP_ALIVE, keepAliveEvery);
    }
  }

  private void done() {
    done = true;
    exchange.deadlines().off(Limit.WHOLE);
    exchange.deadlines().off(Limit.KEEP_ALIVE);
    exchange.onPassed(limit -> {});
    exchange.onLeft(() -> {});
    flight.leave(this);
  }
}
