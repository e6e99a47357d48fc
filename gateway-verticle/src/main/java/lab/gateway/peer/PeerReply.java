package lab.gateway.peer;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import lab.gateway.call.Bytes;
import lab.gateway.call.HangUp;
import lab.gateway.call.Sent;

/** The way of an answer to another node, as fast as that reads. Event loop of its request. */
public final class PeerReply {
  private final Vertx vertx;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Duration longestStall;
  private boolean over;

  /**
   * @param longestStall how long the other node may take nothing
   */
  PeerReply(Vertx vertx, HttpServerRequest request, Duration longestStall) {
    this.vertx = vertx;
    this.request = request;
    this.response = request.response().setChunked(true);
    this.longestStall = longestStall;
  }

  /** What to do when the other node does not wait any more. */
  public void onLeft(Runnable left) {
    response.exceptionHandler(broken -> {});
    response.closeHandler(
        closed -> {
          if (!over) {
            over = true;
            left.run();
          }
        });
  }

  /** It begins. */
  public void head(boolean streamed, boolean usageTold) {
    JsonObject head = new JsonObject().put("streamed", streamed).put("usage_told", usageTold);
    write(Frames.HEAD, head.toBuffer());
  }

  /** One piece that is not the last. */
  public void piece(byte[] piece) {
    write(Frames.PIECE, Bytes.wrap(piece));
  }

  /** Whether the other node does not take more for now; then this is done once it does. */
  public boolean waits(Runnable then) {
    if (!response.writeQueueFull()) {
      return false;
    }
    long patience =
        vertx.setTimer(longestStall.toMillis(), passed -> HangUp.at(request.connection()));
    response.drainHandler(
        drained -> {
          boolean unused = vertx.cancelTimer(patience);
          response.drainHandler(null);
          then.run();
        });
    return true;
  }

  /** It is complete. */
  public void complete(End end, byte[] last) {
    write(Frames.END, end.json());
    end(Frames.LAST, Bytes.wrap(last));
  }

  /** It will never be complete, or was never here. */
  public void lost() {
    end(Frames.LOST, Buffer.buffer("lost"));
  }

  private void write(byte kind, Buffer payload) {
    Sent.unwatched(response.write(Frames.of(kind, payload)));
  }

  private void end(byte kind, Buffer payload) {
    if (!over) {
      over = true;
      Sent.unwatched(response.end(Frames.of(kind, payload)));
    }
  }
}
