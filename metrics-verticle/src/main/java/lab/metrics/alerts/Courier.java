package lab.metrics.alerts;

import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.circuitbreaker.RetryPolicy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import lab.config.AlertSettings.Webhook;
import lab.contract.Standing.Alert;
import lab.contract.Standing.Alert.Telling;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one webhook of alerts, one at a time. What fails is tried again some times, and after some
 * failures in a row the webhook is left alone for a while. Its address is in no message. Event loop
 * of the alerts.
 */
final class Courier {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final int TIMED_OUT = 408;
  private static final int TOO_MANY = 429;
  private static final int FIRST_SERVER_STATUS = 500;

  private final HttpClient client;
  private final Webhook webhook;
  private final Pace pace;
  private final CircuitBreaker breaker;
  private boolean busy;

  /**
   * How patient a courier is.
   *
   * @param timeout of one call
   * @param retries further calls after one that failed
   * @param pause before the first of them; each one after it waits twice as long
   * @param failures in a row after which nobody calls for a while
   * @param rest how long that is
   */
  record Pace(Duration timeout, int retries, Duration pause, int failures, Duration rest) {
    static final Pace USUAL =
        new Pace(Duration.ofSeconds(10), 3, Duration.ofSeconds(1), 5, Duration.ofSeconds(30));
  }

  /** A call that may succeed when it is made again. */
  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(String because) {
      super(because, null, false, false);
    }
  }

  Courier(Vertx vertx, HttpClient client, Webhook webhook, Pace pace) {
    this.client = client;
    this.webhook = webhook;
    this.pace = pace;
    long pause = pace.pause().toMillis();
    this.breaker =
        CircuitBreaker.create(
                "webhook " + webhook.name(),
                vertx,
                new CircuitBreakerOptions()
                    .setMaxFailures(pace.failures())
                    .setMaxRetries(pace.retries())
                    // Each call has its own limit, by which it really ends.
                    .setTimeout(-1)
                    .setResetTimeout(pace.rest().toMillis())
                    .setNotificationAddress(null)
                    .setNotificationPeriod(0))
            .retryPolicy(RetryPolicy.exponentialDelayWithJitter(pause, pause << pace.retries()));
  }

  /** Whether it is not under way. */
  boolean isFree() {
    return !busy;
  }

  /**
   * Tells of an alert as it is.
   *
   * @return what is settled by it; fails where nothing is
   */
  Future<Telling> tell(Alert alert) {
    busy = true;
    String body = Bodies.of(webhook, alert);
    return breaker
        .execute(() -> call(body))
        .map(status -> settled(status, alert))
        .onComplete(settled -> busy = false)
        .onFailure(this::failed);
  }

  private Telling settled(int status, Alert alert) {
    if (status < 300) {
      return alert.holds() ? Telling.OPEN : Telling.OVER;
    }
    LOG.atWarn()
        .addKeyValue("webhook", webhook.name())
        .addKeyValue("status", status)
        .log("a webhook does not take an alert; it is not told again");
    return Telling.REFUSED;
  }

  private void failed(Throwable cause) {
    if (!(cause instanceof OpenCircuitException)) {
      LOG.atWarn()
          .addKeyValue("webhook", webhook.name())
          .addKeyValue("because", because(cause))
          .log("a webhook was not reached; it is tried again");
    }
  }

  /** Messages of the network may have the address in them. */
  private static String because(Throwable cause) {
    return cause instanceof Failed failed
        ? String.valueOf(failed.getMessage())
        : cause.getClass().getSimpleName();
  }

  /** The status, where it is settled with it. */
  private Future<Integer> call(String body) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(webhook.url().reveal())
            .setFollowRedirects(false)
            .setTimeout(pace.timeout().toMillis())
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    return client.request(options).compose(request -> status(request, body));
  }

  /** Of what it answers nothing else is of interest, however long it is. */
  private static int status(HttpClientResponse response) {
    var unused = response.exceptionHandler(ended -> {}).request().reset();
    return response.statusCode();
  }

  private static Future<Integer> status(HttpClientRequest request, String body) {
    return request
        .send(body)
        .map(Courier::status)
        .compose(
            status ->
                status == TIMED_OUT || status == TOO_MANY || status >= FIRST_SERVER_STATUS
                    ? Future.failedFuture(new Failed("status " + status))
                    : Future.succeededFuture(status));
  }
}
