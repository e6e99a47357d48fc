package lab.testkit.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** The running servers of the demo, and the configuration of a node in front of them. */
public final class DemoProviders {
  private final Map<DemoServer, SimulatedServer> servers;

  private DemoProviders(Map<DemoServer, SimulatedServer> servers) {
    this.servers = servers;
  }

  /**
   * Starts all of them on loopback: each on the port where such a server usually is, or on a free
   * one where that is taken.
   */
  public static Future<DemoProviders> start(Vertx vertx, Pace pace) {
    return start(vertx, pace, DemoServer::usualPort);
  }

  /** Starts all of them on free ports of loopback. */
  public static Future<DemoProviders> startOnFreePorts(Vertx vertx, Pace pace) {
    return start(vertx, pace, any -> 0);
  }

  private static Future<DemoProviders> start(
      Vertx vertx, Pace pace, ToIntFunction<DemoServer> port) {
    Map<DemoServer, SimulatedServer> started = new EnumMap<>(DemoServer.class);
    Future<Void> all = Future.succeededFuture();
    for (DemoServer server : DemoServer.values()) {
      // One after the other: a free port taken by one could be the usual one of the next.
      all =
          all.compose(
                  before ->
                      SimulatedServer.listen(
                          vertx, port.applyAsInt(server), server.routes(vertx, pace)))
              .map(
                  running -> {
                    started.put(server, running);
                    return null;
                  });
    }
    return all.map(done -> new DemoProviders(started));
  }

  /** Base addresses by the provider's name, in the order of {@code providers.yaml}. */
  public Map<String, URI> addresses() {
    Map<String, URI> addresses = new LinkedHashMap<>();
    servers.forEach((server, running) -> addresses.put(server.provider(), running.address()));
    return addresses;
  }

  /**
   * Writes {@code providers.yaml}, {@code model-mappings.yaml} and {@code gateway.yaml} for a node
   * on loopback in front of these servers.
   *
   * @param folder is made where it is not there
   * @param port of the node
   */
  public void writeConfiguration(Path folder, int port) throws IOException {
    new DemoConfiguration(addresses(), port).write(folder);
  }

  /**
   * Makes a server drop every request from now on, as if it had been killed. Requests it is
   * answering go on.
   *
   * @param provider a name of {@link #addresses}
   */
  public void down(String provider) {
    named(provider).down(true);
  }

  /** Makes a server answer again. */
  public void up(String provider) {
    named(provider).down(false);
  }

  private SimulatedServer named(String provider) {
    return servers.entrySet().stream()
        .filter(entry -> entry.getKey().provider().equals(provider))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    provider + " is no server of the demo; there are " + addresses().keySet()));
  }

  /** Stops all of them. */
  public Future<Void> close() {
    Stream<Future<Void>> closings = servers.values().stream().map(SimulatedServer::close);
    return Future.join(closings.toList()).mapEmpty();
  }
}
