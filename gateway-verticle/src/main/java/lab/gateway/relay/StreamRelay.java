package lab.gateway.relay;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.function.Supplier;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.dialect.AnswerStream;
import lab.dialect.Failure;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Bytes;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.OffLoop;
import lab.gateway.call.Step;
import org.jspecify.annotations.Nullable;

/**
 * One provider's stream on its way to the client: each piece is translated and on the client's wire
 * within the turn of the loop in which it came, but for the few that complete something large,
 * which a worker reads. What comes before the first content is held, so that another candidate can
 * still take over unseen.
 */
public final class StreamRelay implements Relay {
  /** What still comes after the end marker is thrown away, up to here; then the connection is. */
  private static final int MOST_AFTER_THE_END = 64 * 1024;

  /** Role chunks and the like; more than this before any content is no answer. */
  private static final int MOST_BEFORE_CONTENT = 1024 * 1024;

  /** So much of what is incomplete is not counted: nearly all events are shorter. */
  private static final int NOT_COUNTED = 64 * 1024;

  private final ReadStream<Buffer> upstream;
  private final AnswerStream answer;
  private final StreamReply reply;
  private final Exchange exchange;
  private final OffLoop offLoop;
  private final Listener listener;

  /** The whole budget. */
  private final long most;

  private final ByteBudget.Share room;

  /** Of the most that was incomplete at a time; taken of the room. */
  private int counted;

  /** Came while a worker had the answer, and waits for its turn. */
  private final ArrayDeque<Buffer> behind = new ArrayDeque<>(0);

  private @Nullable Buffer held;
  private boolean contentSeen;
  private boolean over;
  private boolean ended;
  private boolean broken;
  private int afterTheEnd;

  /** Whether a worker has the answer, which is nobody else's then. */
  private boolean beside;

  private boolean clientIsFull;

  /** What was known of it before the worker took it. */
  private Usage usage = Usage.UNKNOWN;

  public StreamRelay(
      ReadStream<Buffer> upstream,
      AnswerStream answer,
      StreamReply reply,
      Exchange exchange,
      OffLoop offLoop,
      ByteBudget budget,
      Listener listener) {
    this.upstream = upstream;
    this.answer = answer;
    this.reply = reply;
    this.exchange = exchange;
    this.offLoop = offLoop;
    this.most = budget.most();
    this.room = budget.share();
    this.listener = listener;
  }

  @Override
  public void start() {
    upstream.handler(this::arrived);
    upstream.endHandler(end -> ended());
    upstream.exceptionHandler(broken -> brokeOff());
  }

  @Override
  public void stop() {
    over = true;
    room.letGo();
    // What a paused connection still holds when it is closed, Vert.x never gives back.
    readOn();
  }

  private void arrived(Buffer piece) {
    if (over) {
      afterTheEnd += piece.length();
      if (afterTheEnd > MOST_AFTER_THE_END) {
        listener.discard();
      }
    } else if (beside) {
      behind.add(piece);
    } else {
      read(piece);
    }
  }

  private void read(Buffer piece) {
    byte[] bytes = piece.getBytes();
    if (answer.held() + bytes.length > OffLoop.MOST_ON_THE_LOOP) {
      upstream.pause();
      beside(answer.held() + bytes.length, () -> answer.feed(bytes));
      return;
    }
    AnswerStream.Step step;
    try {
      step = answer.feed(bytes);
    } catch (RuntimeException bug) {
      fail(Unreadable.because(bug));
      return;
    }
    take(step, step.out() == bytes ? piece : null);
  }

  private void ended() {
    ended = true;
    listener.drained();
    if (over) {
      return;
    }
    if (answer.held() > OffLoop.MOST_ON_THE_LOOP) {
      beside(answer.held(), answer::end);
      return;
    }
    AnswerStream.Step step;
    try {
      step = answer.end();
    } catch (RuntimeException bug) {
      fail(Unreadable.because(bug));
      return;
    }
    take(step, null);
  }

  private void brokeOff() {
    broken = true;
    if (!beside) {
      fail(Failure.of(FailureKind.SERVER, "the provider's stream broke off"));
    }
  }

  /** One long event, or a whole answer that becomes a stream, would hold up the loop. */
  private void beside(int bytes, Supplier<AnswerStream.Step> work) {
    beside = true;
    usage = answer.usage();
    offLoop.run(
        bytes,
        room,
        work,
        step -> Step.of(exchange, () -> worked(step)),
        bug -> Step.of(exchange, () -> fail(Unreadable.because(bug))));
  }

  private void worked(AnswerStream.Step step) {
    beside = false;
    if (!over) {
      take(step, null);
    }
    while (!beside && !behind.isEmpty()) {
      arrived(behind.remove());
    }
    if (broken && !beside) {
      brokeOff();
    }
    readOn();
  }

  /** Unless somebody has to catch up first, or the connection is another's already. */
  private void readOn() {
    if (!ended && (over || !(beside || clientIsFull))) {
      upstream.resume();
    }
  }

  /**
   * @param untouched the piece itself where nothing in it was changed
   */
  private void take(AnswerStream.Step step, @Nullable Buffer untouched) {
    if (step.content() && !contentSeen) {
      contentSeen = true;
      listener.content();
    }
    if (step.progress()) {
      listener.progress();
    }
    Buffer out =
        step.out().length == 0 ? null : untouched != null ? untouched : Bytes.wrap(step.out());
    if (step.failure() != null) {
      if (out != null && contentSeen) {
        reply.write(withHeld(out));
      }
      fail(step.failure());
    } else if (step.complete()) {
      over = true;
      room.letGo();
      // Told first, so that the attempt has ended when the exchange does.
      listener.succeeded(answer.usage());
      reply.end(withHeld(out == null ? Buffer.buffer() : out));
    } else if (!holds(Math.max(0, answer.held() - NOT_COUNTED))) {
      stop();
      listener.noRoom(new GatewayFailure.NoRoomForAnswer(most));
    } else if (out != null) {
      pass(out);
    }
  }

  /** Many long events at a time would fill the heap. */
  private boolean holds(int bytes) {
    if (bytes > counted) {
      if (!room.take(bytes - counted)) {
        return false;
      }
      counted = bytes;
    }
    return true;
  }

  private void pass(Buffer out) {
    if (!contentSeen) {
      held = held == null ? Buffer.buffer().appendBuffer(out) : held.appendBuffer(out);
      if (held.length() > MOST_BEFORE_CONTENT) {
        fail(Failure.of(FailureKind.SERVER, "the stream has no content in its first megabyte"));
      }
      return;
    }
    reply.write(withHeld(out));
    HttpServerResponse client = exchange.response();
    if (reply.keepsPace() && client.writeQueueFull()) {
      // The client reads slowly: so does the gateway, and the provider feels it.
      clientIsFull = true;
      upstream.pause();
      listener.waitsForClient(true);
      client.drainHandler(drained -> goOn());
      reply.whenShared(this::goOn);
    }
  }

  private void goOn() {
    clientIsFull = false;
    listener.waitsForClient(false);
    readOn();
  }

  private Buffer withHeld(Buffer out) {
    if (held == null) {
      return out;
    }
    Buffer all = held.appendBuffer(out);
    held = null;
    return all;
  }

  private void fail(Failure failure) {
    if (over) {
      return;
    }
    over = true;
    room.letGo();
    listener.failed(failure, contentSeen);
    readOn();
  }

  /** Usage as far as it is known, for a stream that did not end well. */
  @Override
  public Usage usage() {
    return beside ? usage : answer.usage();
  }
}
