package lab.gateway.relay;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.dialect.AnswerStream;
import lab.dialect.Failure;
import lab.gateway.call.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * One provider's stream on its way to the client: each piece is translated and on the client's wire
 * within the turn of the loop in which it came. What comes before the first content is held, so
 * that another candidate can still take over unseen.
 */
public final class StreamRelay implements Relay {
  /** What still comes after the end marker is thrown away, up to here; then the connection is. */
  private static final int MOST_AFTER_THE_END = 64 * 1024;

  /** Role chunks and the like; more than this before any content is no answer. */
  private static final int MOST_BEFORE_CONTENT = 1024 * 1024;

  private final ReadStream<Buffer> upstream;
  private final AnswerStream answer;
  private final StreamReply reply;
  private final HttpServerResponse client;
  private final Listener listener;

  private @Nullable Buffer held;
  private boolean contentSeen;
  private boolean over;
  private int afterTheEnd;

  public StreamRelay(
      ReadStream<Buffer> upstream,
      AnswerStream answer,
      StreamReply reply,
      HttpServerResponse client,
      Listener listener) {
    this.upstream = upstream;
    this.answer = answer;
    this.reply = reply;
    this.client = client;
    this.listener = listener;
  }

  @Override
  public void start() {
    upstream.handler(this::arrived);
    upstream.endHandler(end -> ended());
    upstream.exceptionHandler(
        broken -> fail(Failure.of(FailureKind.SERVER, "the provider's stream broke off")));
  }

  @Override
  public void stop() {
    over = true;
    // What a paused connection still holds when it is closed, Vert.x never gives back.
    upstream.resume();
  }

  private void arrived(Buffer piece) {
    if (over) {
      afterTheEnd += piece.length();
      if (afterTheEnd > MOST_AFTER_THE_END) {
        listener.discard();
      }
      return;
    }
    byte[] bytes = piece.getBytes();
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
    listener.drained();
    if (over) {
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
      // Told first, so that the attempt has ended when the exchange does.
      listener.succeeded(answer.usage());
      reply.end(withHeld(out == null ? Buffer.buffer() : out));
    } else if (out != null) {
      pass(out);
    }
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
    if (client.writeQueueFull()) {
      // The client reads slowly: so does the gateway, and the provider feels it.
      upstream.pause();
      listener.waitsForClient(true);
      client.drainHandler(
          drained -> {
            listener.waitsForClient(false);
            upstream.resume();
          });
    }
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
    listener.failed(failure, contentSeen);
  }

  /** Usage as far as it is known, for a stream that did not end well. */
  @Override
  public Usage usage() {
    return answer.usage();
  }
}
