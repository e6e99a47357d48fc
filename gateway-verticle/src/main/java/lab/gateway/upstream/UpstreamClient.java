package lab.gateway.upstream;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import lab.contract.ModelName;
import lab.dialect.ProviderRequest;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the providers, of one event loop. HTTP/1.1 only: the servers that most labs run lose
 * the body of a request that offers an upgrade.
 */
public final class UpstreamClient {
  /** Below the 5 s after which the quickest of the usual servers closes an idle connection. */
  private static final Duration OLDEST_IDLE = Duration.ofSeconds(4);

  private static final long SWEEP_MILLIS = 500;

  /** After the last who waited for a connection has given up, it is given up as well. */
  private static final Duration TIDYING = Duration.ofSeconds(5);

  private static final int LARGEST_HEADERS = 64 * 1024;

  private final Vertx vertx;
  private final Supplier<Upstreams> now;
  private final Map<Address, KeptConnections> kept = new HashMap<>();

  /**
   * @param now the providers in force: connections to others are closed once they are idle
   */
  public UpstreamClient(Vertx vertx, Supplier<Upstreams> now) {
    this.vertx = vertx;
    this.now = now;
    long unused =
        vertx.setPeriodic(
            SWEEP_MILLIS,
            timer -> {
              long nanos = System.nanoTime();
              kept.values().forEach(lines -> lines.closeOlderThan(OLDEST_IDLE, nanos));
              dropUnused();
            });
  }

  /** Those to addresses that no provider in force has, unless a request is on its way there. */
  private void dropUnused() {
    Set<Address> used = now.get().addresses();
    kept.entrySet().removeIf(to -> !used.contains(to.getKey()) && to.getValue().closedWhereIdle());
  }

  private KeptConnections linesTo(Address address) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_1_1)
            .setHttp2ClearTextUpgrade(false)
            .setKeepAlive(true)
            .setPipelining(false)
            .setMaxHeaderSize(LARGEST_HEADERS)
            .setMaxChunkSize(64 * 1024)
            .setTcpNoDelay(true)
            .setConnectTimeout((int) address.longestConnect().plus(TIDYING).toMillis());
    return new KeptConnections(vertx, vertx.createHttpClient(options), address.options());
  }

  /**
   * A request that is about to be sent.
   *
   * @param betas for {@link Betas#HEADER}, or null
   * @param freshConnection on a connection that nobody has used before
   */
  UpstreamCall call(
      Upstream upstream,
      ModelName model,
      ProviderRequest request,
      @Nullable String betas,
      boolean freshConnection,
      UpstreamCall.Listener listener) {
    KeptConnections lines = kept.computeIfAbsent(upstream.address(), this::linesTo);
    Duration patience = upstream.time(model).connectTimeout();
    return new UpstreamCall(upstream, request, betas, lines, freshConnection, patience, listener);
  }
}
