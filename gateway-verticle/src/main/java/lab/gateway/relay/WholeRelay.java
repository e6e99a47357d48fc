package lab.gateway.relay;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.dialect.Failure;
import lab.dialect.WholeAnswer;
import lab.gateway.call.AnswerTap;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Glimpse;
import lab.gateway.call.OffLoop;
import lab.gateway.call.Replies;
import lab.gateway.call.ReplyHeaders;

/** One provider's answer to a call that is not streamed: collected, looked at, passed on. */
public final class WholeRelay implements Relay {
  /** Embeddings of a large batch are tens of megabytes; an answer beyond this is a fault. */
  static final int LARGEST_ANSWER = 128 * 1024 * 1024;

  /**
   * So much of an answer is not counted: whose request has been taken in is not to fail at the last
   * step because other requests fill the node.
   */
  private static final int NOT_COUNTED = 64 * 1024;

  private final ReadStream<Buffer> upstream;
  private final Function<byte[], WholeAnswer> reader;
  private final OffLoop offLoop;
  private final Exchange exchange;

  /**
   * Two fifths of the budget at most: what is translated is in memory five times for a moment, and
   * the budget is a quarter of the heap.
   */
  private final int largest;

  /** The whole budget. */
  private final long most;

  private final ByteBudget.Share room;
  private final Listener listener;

  private final List<Buffer> pieces = new ArrayList<>(1);
  private int length;
  private boolean over;

  public WholeRelay(
      ReadStream<Buffer> upstream,
      Function<byte[], WholeAnswer> reader,
      OffLoop offLoop,
      Exchange exchange,
      ByteBudget budget,
      Listener listener) {
    this.upstream = upstream;
    this.reader = reader;
    this.offLoop = offLoop;
    this.exchange = exchange;
    this.most = budget.most();
    this.largest = (int) Math.min(LARGEST_ANSWER, most / 5 * 2);
    this.room = budget.share();
    this.listener = listener;
  }

  @Override
  public void start() {
    upstream.handler(this::arrived);
    upstream.endHandler(end -> ended());
    upstream.exceptionHandler(
        broken -> fail(Failure.of(FailureKind.SERVER, "the provider's answer broke off")));
  }

  @Override
  public void stop() {
    over = true;
    pieces.clear();
    room.letGo();
  }

  @Override
  public Usage usage() {
    return Usage.UNKNOWN;
  }

  private void arrived(Buffer piece) {
    if (over) {
      return;
    }
    if (piece.length() > LARGEST_ANSWER - length) {
      fail(
          Failure.of(FailureKind.SERVER, "the answer is longer than " + LARGEST_ANSWER + " bytes"));
      listener.discard();
    } else if (piece.length() > largest - length) {
      noRoom(new GatewayFailure.AnswerTooLarge(largest));
    } else if (room.take(counted(length + piece.length()) - counted(length))) {
      pieces.add(piece);
      length += piece.length();
    } else {
      noRoom(new GatewayFailure.NoRoomForAnswer(most));
    }
  }

  private static int counted(int bytes) {
    return Math.max(0, bytes - NOT_COUNTED);
  }

  private void noRoom(GatewayFailure lack) {
    stop();
    listener.noRoom(lack);
  }

  private void ended() {
    listener.drained();
    if (over) {
      return;
    }
    List<Buffer> all = new ArrayList<>(pieces);
    pieces.clear();
    offLoop.run(
        length,
        room,
        () -> reader.apply(joined(all, length)),
        this::read,
        bug -> fail(Unreadable.because(bug)));
  }

  /** Put together once and at the end: an answer that grows is copied again and again. */
  private static byte[] joined(List<Buffer> pieces, int length) {
    if (pieces.size() == 1) {
      return pieces.getFirst().getBytes();
    }
    byte[] all = new byte[length];
    int at = 0;
    for (Buffer piece : pieces) {
      piece.getBytes(all, at);
      at += piece.length();
    }
    // Not there a second time while it is read.
    pieces.clear();
    return all;
  }

  private void read(WholeAnswer answer) {
    if (over) {
      return;
    }
    switch (answer) {
      case WholeAnswer.Good good -> {
        over = true;
        listener.content();
        exchange.outcome().used(good.usage());
        exchange.outcome().ended(good.isComplete());
        // Before the reply, so that its headers can name this attempt as the one that served.
        listener.succeeded(good.usage());
        AnswerTap tap = exchange.tap();
        if (tap != null) {
          tap.complete(good.body());
        }
        Glimpse glimpse = exchange.glimpse();
        if (glimpse != null) {
          glimpse.whole(good.body());
        }
        ReplyHeaders.put(exchange);
        Replies.json(exchange.request(), 200, good.body()).onComplete(sent -> room.letGo());
        exchange.answered(200);
      }
      case WholeAnswer.Bad(Failure failure) -> fail(failure);
    }
  }

  private void fail(Failure failure) {
    if (over) {
      return;
    }
    over = true;
    pieces.clear();
    room.letGo();
    listener.failed(failure, false);
  }
}
