package lab.gateway.relay;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The body of a provider's answer, as a test sends it. On one event loop. */
final class Feed implements ReadStream<Buffer> {
  private Handler<Buffer> reader = piece -> {};
  private Handler<Void> ending = end -> {};
  private Handler<Throwable> breaking = broken -> {};
  private boolean paused;

  void push(String piece) {
    push(Buffer.buffer(piece));
  }

  void push(Buffer piece) {
    reader.handle(piece);
  }

  void end() {
    ending.handle(null);
  }

  void breakOff() {
    breaking.handle(new IOException("broken off"));
  }

  boolean paused() {
    return paused;
  }

  @Override
  public Feed handler(@Nullable Handler<Buffer> handler) {
    reader = handler == null ? piece -> {} : handler;
    return this;
  }

  @Override
  public Feed endHandler(@Nullable Handler<Void> handler) {
    ending = handler == null ? end -> {} : handler;
    return this;
  }

  @Override
  public Feed exceptionHandler(@Nullable Handler<Throwable> handler) {
    breaking = handler == null ? broken -> {} : handler;
    return this;
  }

  @Override
  public Feed pause() {
    paused = true;
    return this;
  }

  @Override
  public Feed resume() {
    paused = false;
    return this;
  }

  @Override
  public Feed fetch(long amount) {
    paused = false;
    return this;
  }
}
