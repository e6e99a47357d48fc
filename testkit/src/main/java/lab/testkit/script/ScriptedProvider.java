package lab.testkit.script;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;

/** A provider on a free loopback port that does what a script says, and remembers what came. */
public final class ScriptedProvider {
  private static final String LOOPBACK = "127.0.0.1";

  private final String host;
  private final NetServer server;
  private final Journal journal;
  private final Repertoire repertoire;

  private ScriptedProvider(String host, NetServer server, Journal journal, Repertoire repertoire) {
    this.host = host;
    this.server = server;
    this.journal = journal;
    this.repertoire = repertoire;
  }

  /** Starts one. Until told otherwise it answers everything with a 500. */
  public static Future<ScriptedProvider> start(Vertx vertx) {
    return start(vertx, LOOPBACK);
  }

  /**
   * Starts one at another address than the usual loopback.
   *
   * @param host such as {@code ::1}
   */
  public static Future<ScriptedProvider> start(Vertx vertx, String host) {
    Journal journal = new Journal();
    Repertoire repertoire = new Repertoire();
    // No delay, so that every write is a segment of its own.
    NetServerOptions options = new NetServerOptions().setHost(host).setPort(0).setTcpNoDelay(true);
    return vertx
        .createNetServer(options)
        .connectHandler(socket -> Connection.accept(vertx, socket, journal, repertoire))
        .listen()
        .map(server -> new ScriptedProvider(host, server, journal, repertoire));
  }

  /** An address on loopback where nobody listens. */
  public static URI refusing() {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://" + LOOPBACK + ":" + taken.getLocalPort());
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** Answers the next requests so, in this order, after those scripted before. */
  @CanIgnoreReturnValue
  public ScriptedProvider then(Reply... replies) {
    repertoire.next(List.of(replies));
    return this;
  }

  /** Answers every request so for which nothing else is scripted. */
  @CanIgnoreReturnValue
  public ScriptedProvider otherwise(Reply reply) {
    repertoire.otherwise(reply);
    return this;
  }

  /** Answers every request for this path so, its query aside; these take nothing off the queue. */
  @CanIgnoreReturnValue
  public ScriptedProvider at(String path, Reply reply) {
    repertoire.at(path, reply);
    return this;
  }

  /** Meets the next connections so, in this order, after those told before; then all are served. */
  @CanIgnoreReturnValue
  public ScriptedProvider welcome(Welcome... welcomes) {
    for (Welcome welcome : welcomes) {
      repertoire.welcome(welcome);
    }
    return this;
  }

  public int port() {
    return server.actualPort();
  }

  /** The base address, without a trailing slash. */
  public URI address() {
    String written = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + written + ":" + port());
  }

  /** What came so far. */
  public List<Received> requests() {
    return journal.exchanges().stream().map(Exchange::request).toList();
  }

  /**
   * Completes when the n-th request has come whole.
   *
   * @param number from 1
   */
  public Future<Exchange> awaitRequest(int number) {
    return journal.await(number);
  }

  /** Connections accepted so far. */
  public int connections() {
    return journal.connections();
  }

  /** Connections that are open now. */
  public int open() {
    return journal.open();
  }

  /** Closes every connection and the port: from now on it refuses. */
  public Future<Void> close() {
    return server.close();
  }
}
