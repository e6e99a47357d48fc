package lab.gateway.cache;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import lab.contract.Operation;
import lab.dialect.openai.KeptAnswers;
import lab.gateway.call.Bytes;
import lab.gateway.call.Deadlines.Limit;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Glimpse;
import lab.gateway.call.OffLoop;
import lab.gateway.call.Replies;
import lab.gateway.call.ReplyHeaders;
import lab.gateway.call.Step;
import lab.gateway.relay.StreamReply;
import org.jspecify.annotations.Nullable;

/**
 * One client's side of an answer that was not made for it: in the form that it asked for, as fast
 * as it reads. Event loop of its exchange.
 */
final class Delivery {
  /**
   * Bytes after which others have a turn: a client may take a long answer as fast as it is given.
   */
  private static final int MOST_AT_ONCE = 256 * 1024;

  private final Exchange exchange;
  private final Operation operation;
  private final boolean usageWanted;
  private final OffLoop offLoop;
  private final Duration longestStall;
  private final @Nullable StreamReply stream;
  private byte @Nullable [] first;
  private int atOnce;

  /**
   * @param longestStall how long the client may take nothing, before {@link Limit#IDLE} passes
   */
  Delivery(Exchange exchange, OffLoop offLoop, Duration longestStall) {
    this.exchange = exchange;
    this.operation = exchange.operation();
    this.usageWanted = exchange.call().usageWanted();
    this.offLoop = offLoop;
    this.longestStall = longestStall;
    this.stream = exchange.call().streamed() ? new StreamReply(exchange) : null;
  }

  /** The client's side where it wants a stream, else null. */
  @Nullable StreamReply stream() {
    return stream;
  }

  /** Whether some of an answer's pieces may go out before the last has come. */
  boolean passes(Answer answer) {
    return stream != null && answer.streamed();
  }

  /** Whether the client has got something of the answer. */
  boolean hasBegun() {
    return first != null;
  }

  /** Whether there is nothing to be given for now; then this is done once there is. */
  boolean waits(Runnable then) {
    HttpServerResponse response = exchange.response();
    if (!response.writeQueueFull()) {
      return givesTurn(then);
    }
    atOnce = 0;
    exchange.deadlines().in(Limit.IDLE, longestStall);
    response.drainHandler(
        drained -> {
          exchange.deadlines().off(Limit.IDLE);
          Step.of(exchange, then);
        });
    return true;
  }

  private boolean givesTurn(Runnable then) {
    Context loop = Vertx.currentContext();
    if (atOnce < MOST_AT_ONCE || loop == null) {
      return false;
    }
    atOnce = 0;
    loop.runOnContext(next -> Step.of(exchange, then));
    return true;
  }

  /** Passes on one piece of a stream that is not its last. */
  void pass(Answer answer, byte[] piece) {
    if (stream == null) {
      throw new IllegalStateException("a whole answer has no pieces");
    }
    first = first == null ? piece : first;
    byte[] out = answer.usageTold() && !usageWanted ? KeptAnswers.withoutUsage(piece) : piece;
    if (out.length > 0) {
      atOnce += out.length;
      stream.write(Bytes.wrap(out));
    }
  }

  /**
   * Ends with the last piece of a complete stream.
   *
   * @param answer the whole of it, for its usage
   */
  void passLast(Answer answer, byte[] piece) {
    if (stream == null) {
      throw new IllegalStateException("a whole answer has no pieces");
    }
    byte[] out = piece;
    if (answer.usageTold() && !usageWanted) {
      out = KeptAnswers.withoutUsage(piece);
    } else if (!answer.usageTold() && usageWanted) {
      out = KeptAnswers.withUsage(first == null ? piece : first, piece, answer.usage());
    }
    stream.end(Bytes.wrap(out));
  }

  /** Gives a complete answer in another form than it came in, or a whole one as it is. */
  void convert(Answer answer) {
    offLoop.run(
        answer.length(),
        exchange.room(),
        () -> converted(answer),
        body -> Step.of(exchange, () -> end(body)),
        bug -> Step.broke(exchange, bug));
  }

  private byte[] converted(Answer answer) {
    List<byte[]> pieces = answer.pieces();
    if (stream == null) {
      return answer.streamed()
          ? KeptAnswers.whole(operation, pieces, answer.usage())
          : pieces.getFirst();
    }
    return KeptAnswers.stream(operation, pieces.getFirst(), usageWanted);
  }

  private void end(byte[] body) {
    if (exchange.over()) {
      return;
    }
    if (stream != null) {
      stream.end(Bytes.wrap(body));
      return;
    }
    Glimpse glimpse = exchange.glimpse();
    if (glimpse != null) {
      glimpse.whole(body);
    }
    ReplyHeaders.putId(exchange);
    Replies.json(exchange.request(), 200, body);
    exchange.answered(200);
  }

  /** The answer broke off. */
  void fail(GatewayFailure failure) {
    if (stream == null) {
      exchange.refuse(failure);
    } else {
      stream.fail(failure);
    }
  }
}
