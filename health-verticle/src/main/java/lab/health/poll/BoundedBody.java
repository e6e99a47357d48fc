package lab.health.poll;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects a body up to a limit, and fails beyond it. */
final class BoundedBody implements BodyStream<Buffer> {
  private final int limit;
  private final Buffer body = Buffer.buffer();
  private final Promise<Buffer> whole = Promise.promise();

  /** More came than was asked for. */
  static final class AnswerTooLong extends IOException {
    private static final long serialVersionUID = 1;

    private AnswerTooLong(int limit) {
      super("an answer of more than " + limit + " bytes");
    }

    String because() {
      return Objects.requireNonNull(getMessage());
    }
  }

  /** For at most that many bytes. */
  BoundedBody(int limit) {
    this.limit = limit;
  }

  @Override
  public Future<Void> write(Buffer part) {
    if (body.length() + part.length() > limit) {
      AnswerTooLong tooLong = new AnswerTooLong(limit);
      handle(tooLong);
      return Future.failedFuture(tooLong);
    }
    body.appendBuffer(part);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> end() {
    whole.tryComplete(body);
    return Future.succeededFuture();
  }

  @Override
  public Future<Buffer> result() {
    return whole.future();
  }

  @Override
  public void handle(Throwable failure) {
    whole.tryFail(failure);
  }

  @Override
  public boolean writeQueueFull() {
    return false;
  }

  @Override
  public BoundedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
    return this;
  }

  @Override
  public BoundedBody setWriteQueueMaxSize(int size) {
    return this;
  }

  @Override
  public BoundedBody drainHandler(@Nullable Handler<Void> handler) {
    return this;
  }
}
