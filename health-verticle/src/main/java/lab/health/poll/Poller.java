package lab.health.poll;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import lab.config.Configuration;
import lab.config.Credentials;
import lab.config.HealthChecks;
import lab.config.Provider;
import lab.config.ProviderStatus;
import lab.contract.FailureKind;
import lab.contract.ProbeReport;
import lab.contract.ProbeReport.Finding;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls one provider again and again, and tells what it found each time. */
public final class Poller {
  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

  /** How soon a provider that is down is asked again: it is missed, and asking is free. */
  private static final Duration SOON = Duration.ofSeconds(5);

  /** Part of an interval by which polls stray, so that nodes do not poll in step. */
  private static final double JITTER = 0.1;

  private final Vertx vertx;
  private final Provider provider;
  private final HealthChecks checks;
  private final Probe probe;
  private final Consumer<ProbeReport> tell;
  private @Nullable Finding last;
  private boolean stopped;

  private Poller(
      Vertx vertx,
      Provider provider,
      Endpoints endpoints,
      HealthChecks checks,
      Consumer<ProbeReport> tell) {
    this.vertx = vertx;
    this.provider = provider;
    this.checks = checks;
    this.probe = new Probe(vertx, provider, endpoints, checks.timeout());
    this.tell = tell;
  }

  /** One for each provider that may be routed to: none where the file switches polling off. */
  public static List<Poller> all(
      Vertx vertx, Configuration configuration, Consumer<ProbeReport> tell) {
    HealthChecks checks = configuration.health();
    List<Poller> pollers = new ArrayList<>();
    for (Provider provider : configuration.providers().values()) {
      Endpoints endpoints = Endpoints.of(provider);
      if (checks.enabled() && endpoints != null && usable(provider)) {
        pollers.add(new Poller(vertx, provider, endpoints, checks, tell));
      }
    }
    return List.copyOf(pollers);
  }

  private static boolean usable(Provider provider) {
    return provider.status() == ProviderStatus.ACTIVE
        && !(provider.credentials() instanceof Credentials.Missing);
  }

  /** Polls at once, and goes on until it is stopped. */
  public void start() {
    long began = System.nanoTime();
    // Who is down already has had its further tries.
    int tries = last instanceof Finding.Down ? 1 : checks.attempts();
    found(tries).onSuccess(finding -> report(finding, Duration.ofNanos(System.nanoTime() - began)));
  }

  /** Tells nothing more and polls no more. */
  public void stop() {
    stopped = true;
  }

  private Future<Finding> found(int tries) {
    return probe
        .once()
        .compose(
            finding ->
                tries > 1 && mayPass(finding)
                    ? pause().compose(over -> found(tries - 1))
                    : Future.succeededFuture(finding));
  }

  private Future<Void> pause() {
    return vertx.timer(Math.max(1, checks.timeout().toMillis() / 10)).mapEmpty();
  }

  /** Whether another try may find otherwise. A key that is refused stays refused. */
  private static boolean mayPass(Finding finding) {
    return switch (finding) {
      case Finding.Up _ -> false;
      case Finding.Down(FailureKind kind, _) ->
          switch (kind) {
            case SERVER, TIMEOUT, OVERLOAD, LOADING -> true;
            case AUTH, CREDITS, RATE, NOT_FOUND, TOO_LONG, FILTERED, BAD_REQUEST, CANCELLED ->
                false;
          };
    };
  }

  private void report(Finding finding, Duration took) {
    if (stopped) {
      return;
    }
    log(finding);
    last = finding;
    tell.accept(new ProbeReport(provider.name(), finding, Instant.now(), took));
    double stray = ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER);
    vertx.timer(pauseAfter(finding, checks.interval(), stray).toMillis()).onSuccess(due -> again());
  }

  private void again() {
    if (!stopped) {
      start();
    }
  }

  /**
   * How long to wait after a poll.
   *
   * @param stray what the time is multiplied by
   */
  static Duration pauseAfter(Finding finding, Duration interval, double stray) {
    boolean soon = finding instanceof Finding.Down && SOON.compareTo(interval) < 0;
    Duration whole = soon ? SOON : interval;
    return Duration.ofMillis(Math.max(1, Math.round(whole.toMillis() * stray)));
  }

  /** One line per change of state, not per poll. */
  private void log(Finding finding) {
    switch (finding) {
      case Finding.Up _ when last instanceof Finding.Up -> {}
      case Finding.Up _ ->
          LOG.atInfo().addKeyValue("provider", provider.name()).log("provider is up");
      case Finding.Down _ when last instanceof Finding.Down -> {}
      case Finding.Down(FailureKind kind, String because) ->
          LOG.atWarn()
              .addKeyValue("provider", provider.name())
              .addKeyValue("failure", kind.label())
              .addKeyValue("because", because)
              .log("provider is down");
    }
  }
}
