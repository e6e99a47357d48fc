package lab.gateway.upstream;

import io.netty.util.AsciiString;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import lab.contract.ModelName;
import lab.dialect.ProviderRequest;
import lab.gateway.call.Bytes;
import lab.gateway.call.Sent;
import org.jspecify.annotations.Nullable;

/**
 * Connections to the providers, of one event loop. HTTP/1.1 only: the servers that most labs run
 * lose the body of a request that offers an upgrade.
 */
public final class UpstreamClient {
  /** Below the 5 s after which the quickest of the usual servers closes an idle connection. */
  private static final int KEEP_ALIVE_SECONDS = 4;

  /** Per provider and event loop. More open streams than this are refused, not queued. */
  private static final int MOST_CONNECTIONS = 20_000;

  private static final int LARGEST_HEADERS = 64 * 1024;

  private static final CharSequence JSON = AsciiString.cached("application/json");
  private static final CharSequence IDENTITY = AsciiString.cached("identity");
  private static final CharSequence AGENT = AsciiString.cached("lab-gateway");
  private static final CharSequence STREAM_OR_JSON =
      AsciiString.cached("text/event-stream, application/x-ndjson, application/json");

  private final HttpClientAgent pooled;
  private final HttpClientAgent single;

  /** Connections that have not yet carried an answer: their failures are the server's own. */
  private final Set<HttpConnection> fresh = Collections.newSetFromMap(new IdentityHashMap<>());

  public UpstreamClient(Vertx vertx) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_1_1)
            .setHttp2ClearTextUpgrade(false)
            .setKeepAlive(true)
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setPipelining(false)
            .setDecompressionSupported(true)
            .setMaxHeaderSize(LARGEST_HEADERS)
            .setMaxChunkSize(64 * 1024)
            .setTcpNoDelay(true);
    PoolOptions pool =
        new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS).setMaxWaitQueueSize(MOST_CONNECTIONS);
    pooled =
        vertx
            .httpClientBuilder()
            .with(options)
            .with(pool)
            .withConnectHandler(this::connected)
            .build();
    // For the second try after a pooled connection turned out to be dead: another pooled one may
    // be as dead as the first.
    single =
        vertx
            .httpClientBuilder()
            .with(new HttpClientOptions(options).setKeepAlive(false))
            .with(pool)
            .build();
  }

  private void connected(HttpConnection connection) {
    fresh.add(connection);
    connection.closeHandler(closed -> fresh.remove(connection));
  }

  /** Who is told what becomes of a call. Nothing is told after {@link Call#cancel}. */
  interface Listener {
    /** The head of the answer is here; handlers must be set before this returns. */
    void answered(HttpClientResponse response);

    /**
     * There is no answer.
     *
     * @param reached whether a connection stood
     * @param stale whether the connection had been used before, so that it may just have died of
     *     old age
     */
    void broke(Throwable cause, boolean reached, boolean stale);
  }

  /** Sends a request. */
  Call send(
      Upstream upstream,
      ModelName model,
      ProviderRequest request,
      boolean freshConnection,
      Listener listener) {
    Call call = new Call(upstream, request, listener);
    RequestOptions options = upstream.post(request.path(), model);
    (freshConnection ? single : pooled).request(options).onComplete(call::ready, call::unreached);
    return call;
  }

  /** One request under way. */
  final class Call {
    private final Upstream upstream;
    private final ProviderRequest content;
    private final Listener listener;
    private @Nullable HttpClientRequest request;
    private boolean cancelled;

    private Call(Upstream upstream, ProviderRequest content, Listener listener) {
      this.upstream = upstream;
      this.content = content;
      this.listener = listener;
    }

    private void ready(HttpClientRequest ready) {
      request = ready;
      if (cancelled) {
        reset(ready);
        return;
      }
      // A failure is told through the response's future; without a handler it would be logged.
      ready.exceptionHandler(broken -> {});
      var headers = ready.headers();
      headers.set(HttpHeaders.CONTENT_TYPE, JSON);
      headers.set(HttpHeaders.ACCEPT, STREAM_OR_JSON);
      // Decompressors hold events back until a block is full.
      headers.set(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
      headers.set(HttpHeaders.USER_AGENT, AGENT);
      if (upstream.authorization() != null) {
        headers.set(HttpHeaders.AUTHORIZATION, upstream.authorization());
      }
      boolean used = !fresh.contains(ready.connection());
      ready
          .send(Bytes.wrap(content.body()))
          .onComplete(
              this::answered,
              broken -> {
                if (!cancelled) {
                  listener.broke(broken, true, used);
                }
              });
    }

    private void answered(HttpClientResponse response) {
      if (cancelled) {
        return;
      }
      fresh.remove(response.request().connection());
      listener.answered(response);
    }

    private void unreached(Throwable cause) {
      if (!cancelled) {
        listener.broke(cause, false, false);
      }
    }

    /** Stops it in whatever phase it is: the provider's connection is closed. */
    void cancel() {
      cancelled = true;
      if (request != null) {
        reset(request);
      }
    }

    private static void reset(HttpClientRequest request) {
      Sent.unwatched(request.reset());
    }
  }
}
