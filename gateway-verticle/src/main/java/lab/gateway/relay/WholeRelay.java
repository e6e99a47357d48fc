package lab.gateway.relay;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.function.Function;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.dialect.Failure;
import lab.dialect.WholeAnswer;
import lab.gateway.call.Exchange;
import lab.gateway.call.Replies;
import lab.gateway.call.ReplyHeaders;
import org.jspecify.annotations.Nullable;

/** One provider's answer to a call that is not streamed: collected, looked at, passed on. */
public final class WholeRelay implements Relay {
  /** Embeddings of a large batch are tens of megabytes; an answer beyond this is a fault. */
  static final int LARGEST_ANSWER = 128 * 1024 * 1024;

  private final ReadStream<Buffer> upstream;
  private final Function<byte[], WholeAnswer> reader;
  private final Exchange exchange;
  private final Listener listener;

  private @Nullable Buffer body;
  private boolean over;

  public WholeRelay(
      ReadStream<Buffer> upstream,
      Function<byte[], WholeAnswer> reader,
      Exchange exchange,
      Listener listener) {
    this.upstream = upstream;
    this.reader = reader;
    this.exchange = exchange;
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
    body = null;
  }

  @Override
  public Usage usage() {
    return Usage.UNKNOWN;
  }

  private void arrived(Buffer piece) {
    if (over) {
      return;
    }
    // The first piece is kept as it is: most answers are one piece.
    body = body == null ? piece : body.appendBuffer(piece);
    if (body.length() > LARGEST_ANSWER) {
      fail(
          Failure.of(FailureKind.SERVER, "the answer is larger than " + LARGEST_ANSWER + " bytes"));
      listener.discard();
    }
  }

  private void ended() {
    listener.drained();
    if (!over) {
      read(body == null ? new byte[0] : body.getBytes());
    }
  }

  private void read(byte[] bytes) {
    WholeAnswer answer;
    try {
      answer = reader.apply(bytes);
    } catch (RuntimeException bug) {
      fail(Unreadable.because(bug));
      return;
    }
    switch (answer) {
      case WholeAnswer.Good good -> {
        over = true;
        listener.content();
        exchange.used(good.usage());
        // Before the reply, so that its headers can name this attempt as the one that served.
        listener.succeeded(good.usage());
        ReplyHeaders.put(exchange);
        Replies.json(exchange.request(), 200, good.body());
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
    body = null;
    listener.failed(failure, false);
  }
}
