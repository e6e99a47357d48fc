package lab.metrics.alerts;

import com.google.errorprone.annotations.FormatMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lab.config.AlertSettings;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.ProvidersQuery.Known;
import lab.contract.ProvidersQuery.KnownModel;
import lab.contract.Standing;
import lab.contract.Standing.Alert.Kind;
import lab.contract.Standing.Alert.Severity;
import lab.contract.Standing.State;
import lab.metrics.stats.Reading;
import org.jspecify.annotations.Nullable;

/** What is wrong, from what is known. Pure: the same facts give the same troubles on every node. */
final class AlertRules {
  private final AlertSettings settings;
  private final List<Trouble> found = new ArrayList<>();

  private AlertRules(AlertSettings settings) {
    this.settings = settings;
  }

  /**
   * All troubles of this moment, at most one of a kind, a provider and a model.
   *
   * @param providers how they stand
   * @param lately what the last minutes were like
   */
  static List<Trouble> troubles(
      AlertSettings settings, List<Known> providers, List<Reading> lately) {
    AlertRules rules = new AlertRules(settings);
    if (settings.enabled()) {
      providers.forEach(rules::provider);
      rules.all(providers);
      lately.forEach(rules::reading);
    }
    return List.copyOf(rules.found);
  }

  /** What holds for a whole provider is not said of each of its models again. */
  private void provider(Known known) {
    Standing whole = known.standing();
    if (isOut(whole)) {
      out(known.name(), null, whole);
      return;
    }
    for (KnownModel model : known.models()) {
      if (isOut(model.standing())) {
        out(known.name(), model.name(), model.standing());
      }
    }
  }

  /** Whether something failed and is not in use as it was. */
  private static boolean isOut(Standing standing) {
    return switch (standing.state()) {
      case RECOVERING, COOLDOWN, UNAVAILABLE -> standing.kind() != null;
      case ACTIVE, DEGRADED, NO_CREDENTIALS, DISABLED -> false;
    };
  }

  private void out(ProviderName provider, @Nullable ModelName model, Standing standing) {
    FailureKind failure = standing.kind() == null ? FailureKind.SERVER : standing.kind();
    switch (failure) {
      case CREDITS ->
          add(Kind.CREDITS, provider, model, Severity.CRITICAL, "no money or quota is left");
      case AUTH -> add(Kind.AUTH, provider, model, Severity.CRITICAL, "the key is refused");
      case SERVER, TIMEOUT -> {
        Severity severity = model == null ? Severity.CRITICAL : Severity.WARNING;
        add(Kind.SERVER, provider, model, severity, standing.because());
      }
      case NOT_FOUND ->
          add(Kind.SERVER, provider, model, Severity.INFO, "it has no such model any more");
      // They pass; where they do not, CIRCUIT says so.
      case RATE, OVERLOAD, LOADING -> {}
      case TOO_LONG, FILTERED, BAD_REQUEST, CANCELLED -> {}
    }
    circuit(provider, model, failure, standing);
  }

  private void circuit(
      ProviderName provider, @Nullable ModelName model, FailureKind failure, Standing standing) {
    Duration after = settings.circuitAfter();
    boolean saidAlready = failure == FailureKind.CREDITS || failure == FailureKind.AUTH;
    if (after != null && !saidAlready && standing.state() != State.UNAVAILABLE) {
      String because = "out of use for " + words(after) + " and more: " + standing.because();
      found.add(new Trouble(Kind.CIRCUIT, provider, model, Severity.WARNING, because, after));
    }
  }

  private void all(List<Known> providers) {
    List<Known> meant =
        providers.stream()
            .filter(known -> known.standing().state() != State.DISABLED)
            .filter(known -> known.standing().state() != State.NO_CREDENTIALS)
            .toList();
    if (!meant.isEmpty() && meant.stream().noneMatch(known -> known.standing().state().serves())) {
      add(Kind.SERVER, null, null, Severity.CRITICAL, "no provider is in use");
    }
  }

  private void reading(Reading reading) {
    if (reading.ended() < settings.leastRequests()) {
      return;
    }
    Duration slow = settings.latencyP95();
    Double seconds = reading.firstContent();
    if (reading.ofProvider() && slow != null && seconds != null && seconds >= seconds(slow)) {
      String because =
          text("the p95 of the time to first content is %.1f s within five minutes", seconds);
      add(Kind.LATENCY, new ProviderName(reading.name()), null, Severity.WARNING, because);
    }
    Double most = settings.errorRate();
    if (!reading.ofProvider() && most != null && reading.errorRate() >= most) {
      String because =
          text(
              "%.1f %% of %d requests failed within five minutes",
              100 * reading.errorRate(), reading.ended());
      add(Kind.ERROR_RATE, null, new ModelName(reading.name()), Severity.CRITICAL, because);
    }
  }

  private void add(
      Kind kind,
      @Nullable ProviderName provider,
      @Nullable ModelName model,
      Severity severity,
      String because) {
    found.add(new Trouble(kind, provider, model, severity, because));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1_000.0;
  }

  private static String words(Duration time) {
    return time.toSecondsPart() == 0 && time.toMinutes() > 0
        ? time.toMinutes() + " min"
        : text("%.0f s", seconds(time));
  }

  @FormatMethod
  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
