package lab.health.poll;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import lab.config.Configuration;
import lab.config.Credentials;
import lab.config.HealthChecks;
import lab.config.Provider;
import lab.config.ProviderStatus;
import lab.contract.FailureKind;
import lab.contract.NodeId;
import lab.contract.ProbeReport;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProviderName;
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

  /** US dollars; below it a provider will soon refuse. */
  private static final double FEW_CREDITS = 1;

  private final Vertx vertx;
  private final Provider provider;
  private final HealthChecks checks;
  private final NodeId self;
  private final Probe probe;
  private final Consumer<ProbeReport> tell;
  private @Nullable ProbeReport last;
  private boolean stopped;

  /**
   * A poller that has not begun.
   *
   * @param provider one that is polled
   * @param self the node that polls
   * @param tell takes what each poll finds
   */
  public Poller(
      Vertx vertx,
      Provider provider,
      HealthChecks checks,
      NodeId self,
      Consumer<ProbeReport> tell) {
    this.vertx = vertx;
    this.provider = provider;
    this.checks = checks;
    this.self = self;
    this.probe = new Probe(vertx, provider, Endpoints.of(provider), checks.timeout());
    this.tell = tell;
  }

  /**
   * Who is polled, in file order: those that may be routed to, where the file does not switch
   * polling off.
   */
  public static Set<ProviderName> polled(Configuration configuration) {
    Set<ProviderName> polled = new LinkedHashSet<>();
    for (Provider provider : configuration.providers().values()) {
      if (polls(provider, configuration.health())) {
        polled.add(provider.name());
      }
    }
    return Collections.unmodifiableSet(polled);
  }

  static boolean polls(Provider provider, HealthChecks checks) {
    return checks.enabled() && usable(provider);
  }

  private static boolean usable(Provider provider) {
    return provider.status() == ProviderStatus.ACTIVE
        && !(provider.credentials() instanceof Credentials.Missing);
  }

  /**
   * Polls at once, and goes on until it is stopped.
   *
   * @param before what whoever polled it before found last, or null
   */
  public void start(@Nullable ProbeReport before) {
    last = before;
    poll();
  }

  private void poll() {
    // Who is down already has had its further tries.
    int tries = last != null && last.finding() instanceof Finding.Down ? 1 : checks.attempts();
    found(tries).onComplete(this::report, unasked -> again(SOON));
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

  private void report(Finding finding) {
    if (stopped) {
      return;
    }
    log(last == null ? null : last.finding(), finding);
    Instant now = Instant.now();
    boolean same = last != null && last.finding().sameAs(finding);
    last =
        new ProbeReport(
            provider.name(), finding, now, self, same && last != null ? last.since() : now);
    tell.accept(last);
    double stray = ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER);
    again(pauseAfter(finding, checks.interval(), stray));
  }

  private void again(Duration pause) {
    vertx
        .timer(pause.toMillis())
        .onSuccess(
            due -> {
              if (!stopped) {
                poll();
              }
            });
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
  private void log(@Nullable Finding before, Finding finding) {
    switch (finding) {
      case Finding.Up up -> {
        if (!(before instanceof Finding.Up)) {
          LOG.atInfo().addKeyValue("provider", provider.name()).log("provider is up");
        }
        if (hasFewCredits(up) && !hasFewCredits(before)) {
          LOG.atWarn()
              .addKeyValue("provider", provider.name())
              .addKeyValue("because", "less than 1 US dollar")
              .log("credits run low");
        }
      }
      case Finding.Down _ when before instanceof Finding.Down -> {}
      case Finding.Down(FailureKind kind, String because) ->
          LOG.atWarn()
              .addKeyValue("provider", provider.name())
              .addKeyValue("failure", kind.label())
              .addKeyValue("because", because)
              .log("provider is down");
    }
  }

  private static boolean hasFewCredits(@Nullable Finding finding) {
    return finding instanceof Finding.Up up
        && up.creditsLeft() != null
        && up.creditsLeft() < FEW_CREDITS;
  }
}
