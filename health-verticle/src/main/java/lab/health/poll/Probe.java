package lab.health.poll;

import io.netty.channel.ChannelException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import lab.config.Provider;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProbeReport.Finding;
import lab.dialect.failure.FailureReader;
import lab.health.poll.BoundedBody.AnswerTooLong;

/** Asks a provider once how it is and what it has. */
final class Probe {
  /** The longest list that is read; the longest known today, of hundreds of models, has 1 MiB. */
  private static final int LONGEST_LIST = 4 * 1024 * 1024;

  private final Vertx vertx;
  private final Endpoints endpoints;
  private final Map<String, String> headers;
  private final Duration patience;

  /** A probe that gives up after that time, whatever the provider sends meanwhile. */
  Probe(Vertx vertx, Provider provider, Endpoints endpoints, Duration patience) {
    this.vertx = vertx;
    this.endpoints = endpoints;
    this.headers = provider.headers();
    this.patience = patience;
  }

  /** What it finds. Fails only where this node has no socket to ask with: that says nothing. */
  Future<Finding> once() {
    // A client for each probe: to close it is the one way to be rid of an answer that never ends.
    WebClient client = WebClient.create(vertx, options());
    return state(client)
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .recover(this::unreachable)
        .compose(found -> detailed(client, found))
        .onComplete(found -> client.close());
  }

  /** With what else the provider tells, one question after the other. */
  private Future<Finding> detailed(WebClient client, Finding found) {
    Future<Finding> detailed = Future.succeededFuture(found);
    for (Endpoints.More more : endpoints.more()) {
      detailed = detailed.compose(soFar -> detailed(client, soFar, more));
    }
    return detailed;
  }

  private Future<Finding> detailed(WebClient client, Finding found, Endpoints.More more) {
    if (!(found instanceof Finding.Up up)) {
      return Future.succeededFuture(found);
    }
    return get(client, more.url())
        .map(answer -> detailed(up, more.detail(), answer))
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(up);
  }

  private static Finding detailed(Finding.Up up, Detail detail, HttpResponse<Buffer> answer) {
    if (succeeded(answer)) {
      return detail.read(up, bytes(answer));
    }
    boolean refusesKey = detail.tellsOfKey() && answer.statusCode() == 401;
    return refusesKey ? refused(answer) : up;
  }

  private WebClientOptions options() {
    WebClientOptions options = new WebClientOptions();
    options
        .setFollowRedirects(false)
        .setUserAgentEnabled(false)
        .setKeepAlive(false)
        .setConnectTimeout(Math.toIntExact(patience.toMillis()));
    return options;
  }

  private Future<Finding> state(WebClient client) {
    if (endpoints.state() == null) {
      return list(client, false);
    }
    return get(client, endpoints.state())
        .compose(
            answer ->
                succeeded(answer) || absent(answer)
                    ? list(client, succeeded(answer))
                    : Future.succeededFuture(refused(answer)));
  }

  /**
   * The list, and so the finding.
   *
   * @param healthy whether the provider said that it is well: then a missing list is no failure
   */
  private Future<Finding> list(WebClient client, boolean healthy) {
    return get(client, endpoints.list())
        .map(
            answer -> {
              if (!succeeded(answer)) {
                return healthy && absent(answer) ? new Finding.Up(List.of()) : refused(answer);
              }
              Optional<List<ModelName>> names = endpoints.shape().read(bytes(answer));
              return names.isPresent() || healthy
                  ? new Finding.Up(names.orElse(List.of()))
                  : new Finding.Down(FailureKind.SERVER, "no list of models in its answer");
            });
  }

  private Future<HttpResponse<Buffer>> get(WebClient client, String url) {
    HttpRequest<Buffer> request =
        client
            .getAbs(url)
            .as(() -> new BoundedBody(LONGEST_LIST))
            .putHeader("Accept", "application/json, text/plain;q=0.5");
    headers.forEach(request::putHeader);
    return request.send();
  }

  private static boolean succeeded(HttpResponse<Buffer> answer) {
    return answer.statusCode() >= 200 && answer.statusCode() < 300;
  }

  /** Whether the server has no such endpoint, which says nothing of its health. */
  private static boolean absent(HttpResponse<Buffer> answer) {
    return switch (answer.statusCode()) {
      case 404, 405, 501 -> true;
      default -> false;
    };
  }

  private static Finding refused(HttpResponse<Buffer> answer) {
    int status = answer.statusCode();
    FailureKind kind = FailureReader.ofResponse(status, answer::getHeader, bytes(answer)).kind();
    // The provider's own words stay out: some quote the key.
    return new Finding.Down(kind, "answered " + status);
  }

  private static byte[] bytes(HttpResponse<Buffer> answer) {
    Buffer body = answer.body();
    return body == null ? new byte[0] : body.getBytes();
  }

  private Future<Finding> unreachable(Throwable failure) {
    return failure instanceof ChannelException
        ? Future.failedFuture(failure)
        : Future.succeededFuture(new Finding.Down(kindOf(failure), wordsFor(failure)));
  }

  private static FailureKind kindOf(Throwable failure) {
    return failure instanceof TimeoutException ? FailureKind.TIMEOUT : FailureKind.SERVER;
  }

  private String wordsFor(Throwable failure) {
    return switch (failure) {
      case TimeoutException _ -> "no answer within " + patience.toMillis() + " ms";
      case UnknownHostException _ -> "unknown host";
      case SSLException _ -> "no trusted TLS connection";
      case ConnectException _ -> "no connection";
      case HttpClosedException _ -> "connection closed";
      case AnswerTooLong tooLong -> tooLong.because();
      default -> failure.getClass().getSimpleName();
    };
  }
}
