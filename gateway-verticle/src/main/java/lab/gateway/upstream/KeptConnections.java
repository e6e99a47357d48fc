package lab.gateway.upstream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import lab.gateway.call.HangUp;
import lab.gateway.call.Sent;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's connections to one provider. The one that was used last is used next: the others
 * grow old and are closed before the server does it.
 *
 * <p>The client's own pool would do as much for three times the price, and can say neither whether
 * a connection has been used before nor give one that has not: {@code docs/design-decisions.md}.
 */
final class KeptConnections {
  /** More open streams than this to one provider are refused, not queued. */
  static final int MOST = 20_000;

  private final Vertx vertx;
  private final HttpClientAgent client;
  private final HttpConnectOptions address;
  private final Deque<Line> idle = new ArrayDeque<>();
  private int open;

  /**
   * @param vertx of the loop
   * @param client gives up connecting by itself, some time after the longest {@code patience}
   */
  KeptConnections(Vertx vertx, HttpClientAgent client, HttpConnectOptions address) {
    this.vertx = vertx;
    this.client = client;
    this.address = address;
  }

  /** How many there are, those under way included. */
  int open() {
    return open;
  }

  /** A connection that is free, the one that was used last, or null. */
  @Nullable Line idle() {
    return idle.pollFirst();
  }

  /**
   * A new connection.
   *
   * @param patience for connecting, TLS included
   */
  Future<Line> connect(Duration patience) {
    if (open >= MOST) {
      return Future.failedFuture(new TooMany());
    }
    open++;
    Future<Line> connecting = client.connect(address).onFailure(none -> open--).map(Line::new);
    // The timeout of HttpConnectOptions is not looked at, and the client's own is without TLS.
    return LoopPatience.with(vertx, connecting, patience)
        // Too late for this request, and good for the next.
        .onFailure(late -> connecting.onSuccess(Line::giveBack));
  }

  /** Closes what has been idle for longer than this. */
  void closeOlderThan(Duration age, long nowNanos) {
    List<Line> old = new ArrayList<>();
    while (!idle.isEmpty() && nowNanos - idle.peekLast().idleSince > age.toNanos()) {
      old.add(idle.pollLast());
    }
    old.forEach(Line::close);
  }

  /** Closes those that are idle, and then all of it if none is left; whether none is. */
  boolean closedWhereIdle() {
    List.copyOf(idle).forEach(Line::close);
    if (open > 0) {
      return false;
    }
    Sent.unwatched(client.close());
    return true;
  }

  /** There are too many connections to this provider already. */
  static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooMany() {
      super("more than " + MOST + " connections", null, false, false);
    }
  }

  /** One connection; it carries one request at a time. */
  final class Line {
    private final HttpClientConnection connection;

    /** The connection itself, of which {@link #connection} is a wrapper without a channel. */
    private final HttpConnection wrapped;

    private long idleSince;
    private boolean rested;
    private boolean closed;

    private Line(HttpClientConnection connection) {
      this.connection = connection;
      // What breaks it is told to the call on it; without a handler it would be logged as well.
      connection.exceptionHandler(broken -> {});
      // It is what the setter gives back: the wrapper hands the call on.
      wrapped = connection.closeHandler(closing -> gone());
      Interim.dropOn(wrapped);
    }

    /** Counted once, at the latest by whoever finds it broken: it may close unheard. */
    private void gone() {
      if (!closed) {
        closed = true;
        open--;
        boolean unused = idle.remove(this);
      }
    }

    HttpClientConnection connection() {
      return connection;
    }

    /** Whether it has lain idle before, so that it may have died of old age meanwhile. */
    boolean rested() {
      return rested;
    }

    /**
     * The answer has come to its end, or nobody asked for one: the next request may have it. Not so
     * where the provider answered and did not read the request: the next would wait behind it.
     */
    void giveBack() {
      rested = true;
      if (HangUp.isStuck(wrapped)) {
        hangUp();
      } else if (!closed) {
        idleSince = System.nanoTime();
        idle.addFirst(this);
      }
    }

    /** Closes at once; what was sent on it is not wanted any more. */
    void hangUp() {
      gone();
      HangUp.at(wrapped);
    }

    private void close() {
      gone();
      Sent.unwatched(connection.close());
    }
  }
}
