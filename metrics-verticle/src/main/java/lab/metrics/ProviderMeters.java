package lab.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.FailureKind;
import org.jspecify.annotations.Nullable;

/** The meters of one provider, resolved once. */
final class ProviderMeters {
  private final Map<Verdict, Counter> requests = new EnumMap<>(Verdict.class);
  private final Map<FailureKind, Counter> errors = new EnumMap<>(FailureKind.class);
  private final Timer latency;
  private final Timer toFirstContent;
  private final Counter promptTokens;
  private final Counter completionTokens;
  private final Counter fallbacks;

  ProviderMeters(MeterRegistry registry, String provider) {
    Tags tags = Tags.of("provider", provider);
    for (Verdict verdict : Verdict.values()) {
      requests.put(
          verdict,
          Counter.builder("provider_requests")
              .description("Attempts at a provider, by how they ended")
              .tags(tags.and("status", verdict.label()))
              .register(registry));
    }
    for (FailureKind kind : FailureKind.values()) {
      errors.put(
          kind,
          Counter.builder("provider_errors")
              .description("Attempts at a provider that failed, by the kind of failure")
              .tags(tags.and("kind", kind.label()))
              .register(registry));
    }
    latency =
        Latency.histogram(
            registry, "provider_latency", "From the start of a good attempt to its end", tags);
    toFirstContent =
        Latency.histogram(
            registry,
            "time_to_first_token",
            "From the start of an attempt to its first content",
            tags);
    promptTokens = tokens(registry, tags, "prompt");
    completionTokens = tokens(registry, tags, "completion");
    fallbacks =
        Counter.builder("router_fallback_triggered")
            .description("Requests that this provider served in place of those first chosen")
            .tags(tags)
            .register(registry);
  }

  private static Counter tokens(MeterRegistry registry, Tags tags, String kind) {
    return Counter.builder("tokens")
        .description("Tokens as the provider counted them")
        .tags(tags.and("kind", kind))
        .register(registry);
  }

  void note(AttemptOutcome outcome) {
    count(requests.get(Verdict.of(outcome.ending())));
    switch (outcome.ending()) {
      case Ending.Succeeded _ -> latency.record(outcome.took());
      case Ending.Failed(FailureKind kind, _, _) -> count(errors.get(kind));
      case Ending.Abandoned _ -> {}
    }
    if (outcome.toFirstContent() != null) {
      toFirstContent.record(outcome.toFirstContent());
    }
    promptTokens.increment((double) outcome.usage().promptTokens());
    completionTokens.increment((double) outcome.usage().completionTokens());
  }

  void servedInPlace() {
    fallbacks.increment();
  }

  /** Every constant has its counter; the map's type can not say so. */
  static void count(@Nullable Counter counter) {
    if (counter != null) {
      counter.increment();
    }
  }
}
