package lab.gateway.ingress;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lab.gateway.call.Streams;
import org.jspecify.annotations.Nullable;

/**
 * A connection of HTTP/2. Each of its clients' streams is taken at a pace of its own: what waits
 * for one is not among the bytes that the system has not taken, but held until the client makes
 * room for it.
 */
final class ManyAnswers implements Line {
  private final Channel channel;
  private final Http2ConnectionHandler streams;
  private final Http2Connection.PropertyKey key;
  private final ClientPace pace;
  private final Duration patience;
  private boolean busy;

  /**
   * @param pace of the connection as a whole
   * @param patience in which a client must take something of an answer that is complete, and end a
   *     request of whose answer it was sent all
   */
  ManyAnswers(Channel channel, Http2ConnectionHandler streams, ClientPace pace, Duration patience) {
    this.channel = channel;
    this.streams = streams;
    this.key = streams.connection().newKey();
    this.pace = pace;
    this.patience = patience;
  }

  @Override
  public void began(HttpServerRequest request) {
    busy();
    Http2Stream stream = streams.connection().stream(request.streamId());
    if (stream != null) {
      Reading unused = stream.setProperty(key, new Reading(request.response()));
    }
  }

  private void busy() {
    if (!busy) {
      busy = true;
      pace.began();
    }
  }

  @Override
  public ClientPace.Verdict look(long now) {
    if (streams.connection().numActiveStreams() > 0) {
      busy();
      end(now, this::isNotRead, Http2Error.CANCEL);
      // What it still sends is of no use to anybody, and all went well (RFC 9113, 8.1).
      end(now, this::isNotEnded, Http2Error.NO_ERROR);
    } else if (busy) {
      busy = false;
      pace.answered(now);
    }
    return pace.look(now, Line.unsent(channel), true);
  }

  private interface Held {
    boolean up(Http2Stream stream, long now);
  }

  private void end(long now, Held held, Http2Error why) {
    // First found, then ended: ending one changes what is gone through.
    List<Integer> ends = new ArrayList<>(0);
    try {
      var unused =
          streams
              .connection()
              .forEachActiveStream(
                  stream -> {
                    if (held.up(stream, now)) {
                      ends.add(stream.id());
                    }
                    return true;
                  });
    } catch (Http2Exception never) {
      throw new IllegalStateException(never); // Nothing here throws it.
    }
    ends.forEach(number -> Streams.reset(streams, number, why));
  }

  private boolean isNotRead(Http2Stream stream, long now) {
    Reading reading = stream.getProperty(key);
    Http2RemoteFlowController flow = streams.encoder().flowController();
    return reading != null
        && reading.stalled(now, flow.hasFlowControlled(stream), flow.windowSize(stream))
            > patience.toNanos();
  }

  private boolean isNotEnded(Http2Stream stream, long now) {
    Reading reading = stream.getProperty(key);
    return reading != null
        && reading.unended(now, stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL)
            > patience.toNanos();
  }

  /** How a client takes one answer, and ends its request. */
  private static final class Reading {
    private final HttpServerResponse answer;
    private long since;
    private @Nullable Integer room;
    private @Nullable Long sent;

    Reading(HttpServerResponse answer) {
      this.answer = answer;
    }

    /** For how long it has taken nothing of what is complete, in nanoseconds. */
    long stalled(long now, boolean waits, int roomNow) {
      if (!waits || !Line.isComplete(answer)) {
        room = null;
      } else if (room == null || room != roomNow) {
        room = roomNow;
        since = now;
      }
      return room == null ? 0 : now - since;
    }

    /** For how long its client has been sent all of it and has not ended its request. */
    long unended(long now, boolean allSent) {
      if (!allSent) {
        return 0;
      }
      if (sent == null) {
        sent = now;
      }
      return now - sent;
    }
  }
}
