package lab.metrics;

import java.util.EnumMap;
import java.util.Map;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.FailureKind;
import lab.contract.Usage;
import org.jspecify.annotations.Nullable;

/** The meters of one provider, resolved once. */
final class ProviderMeters {
  private static final String[] SHARES = {"0.5", "0.95", "0.99"};

  private final Count begun = new Count();
  private final Count ended = new Count();
  private final Count good;
  private final Count bad;
  private final Count cancelled;
  private final Map<FailureKind, Count> errors = new EnumMap<>(FailureKind.class);
  private final Histogram latency;
  private final Latest latest = new Latest();
  private final Histogram firstToken;
  private final Histogram betweenTokens;
  private final Count promptTokens;
  private final Count completionTokens;
  private final Count cost;
  private final Count chosen;

  ProviderMeters(Book book, String provider) {
    good = book.count(ProviderFamilies.REQUESTS, provider, Verdict.SUCCESS.label());
    bad = book.count(ProviderFamilies.REQUESTS, provider, Verdict.ERROR.label());
    cancelled = book.count(ProviderFamilies.CANCELLED, provider);
    for (FailureKind kind : FailureKind.values()) {
      errors.put(kind, book.count(ProviderFamilies.ERRORS, provider, kind.label()));
    }
    latency = book.histogram(ProviderFamilies.LATENCY, provider);
    firstToken = book.histogram(ProviderFamilies.FIRST_TOKEN, provider);
    betweenTokens = book.histogram(ProviderFamilies.BETWEEN_TOKENS, provider);
    promptTokens = book.count(ProviderFamilies.TOKENS, provider, "prompt");
    completionTokens = book.count(ProviderFamilies.TOKENS, provider, "completion");
    cost = book.count(ProviderFamilies.COST, provider);
    chosen = book.count(RequestFamilies.CHOSEN, provider);
    book.show(ProviderFamilies.IN_FLIGHT, this::inFlight, provider);
    book.show(ProviderFamilies.LATENCY_QUANTILE, points -> quantiles(points, provider));
  }

  private void quantiles(Book.Points points, String provider) {
    double[] found = latest.quantiles(0.5, 0.95, 0.99);
    for (int i = 0; i < found.length; i++) {
      points.add(found[i], provider, SHARES[i]);
    }
  }

  /** An attempt begins. */
  void begins() {
    begun.increment();
  }

  /** Attempts under way. */
  double inFlight() {
    return begun.value() - ended.value();
  }

  /**
   * An attempt has ended.
   *
   * @param price what its tokens cost
   */
  void note(AttemptOutcome outcome, double price) {
    ended.increment();
    switch (outcome.ending()) {
      case Ending.Succeeded _ -> succeeded(outcome);
      case Ending.Failed(FailureKind kind, _, _) -> failed(errors.get(kind));
      case Ending.Abandoned _ -> cancelled.increment();
    }
    if (outcome.toFirstContent() != null) {
      firstToken.add(outcome.toFirstContent(), outcome.call());
    }
    Usage usage = outcome.usage();
    promptTokens.add((double) usage.promptTokens());
    completionTokens.add((double) usage.completionTokens());
    cost.add(price);
  }

  private void succeeded(AttemptOutcome outcome) {
    good.increment();
    latency.add(outcome.took(), outcome.call());
    latest.add(outcome.took().toNanos());
    long gaps = outcome.usage().completionTokens() - 1;
    if (outcome.streamed() && outcome.toFirstContent() != null && gaps > 0) {
      long nanos = outcome.took().toNanos() - outcome.toFirstContent().toNanos();
      betweenTokens.add(nanos / 1e9 / gaps);
    }
  }

  /** Every constant has its counter; the map's type can not say so. */
  private void failed(@Nullable Count kind) {
    bad.increment();
    if (kind != null) {
      kind.increment();
    }
  }

  /** It answered a request of a client. */
  void answered() {
    chosen.increment();
  }
}
