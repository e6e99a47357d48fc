package lab.gateway.relay;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import lab.contract.Usage;
import lab.dialect.Failure;
import lab.dialect.failure.FailureReader;

/**
 * One provider's answer whose status is an error: nothing of it goes to the client, and its words
 * say what kind of failure it is. The status alone is enough where they do not come.
 */
public final class ErrorRelay implements Relay {
  /** Errors are short; what is longer is a page for people. */
  private static final int MOST_OF_AN_ERROR = 64 * 1024;

  private final HttpClientResponse response;
  private final Listener listener;
  private final Buffer words = Buffer.buffer();
  private boolean over;

  public ErrorRelay(HttpClientResponse response, Listener listener) {
    this.response = response;
    this.listener = listener;
  }

  @Override
  public void start() {
    response.handler(this::arrived);
    response.endHandler(
        end -> {
          listener.drained();
          fail();
        });
    response.exceptionHandler(broken -> fail());
  }

  private void arrived(Buffer piece) {
    if (over) {
      return;
    }
    if (words.length() < MOST_OF_AN_ERROR) {
      words.appendBuffer(piece);
    } else {
      fail();
    }
  }

  private void fail() {
    if (!over) {
      over = true;
      listener.failed(read(), false);
    }
  }

  private Failure read() {
    return FailureReader.ofResponse(response.statusCode(), response::getHeader, words.getBytes());
  }

  @Override
  public void stop() {
    over = true;
  }

  /** Its status is known: that its words take too long makes it no other failure. */
  @Override
  public Failure cutShort(Failure limit) {
    stop();
    return read();
  }

  @Override
  public Usage usage() {
    return Usage.UNKNOWN;
  }
}
