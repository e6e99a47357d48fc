package lab.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import lab.contract.CallFinished;

/** The meters of one model name that clients ask for, resolved once. */
final class ModelMeters {
  private final Map<Verdict, Counter> requests = new EnumMap<>(Verdict.class);
  private final Timer duration;

  ModelMeters(MeterRegistry registry, String model) {
    Tags tags = Tags.of("model", model);
    for (Verdict verdict : Verdict.values()) {
      requests.put(
          verdict,
          Counter.builder("litellm_requests")
              .description("Requests of clients, by the model asked for and how they ended")
              .tags(tags.and("status", verdict.label()))
              .register(registry));
    }
    duration =
        Latency.histogram(
            registry,
            "litellm_request_duration",
            "From a request's head to the end of its answer",
            tags);
  }

  void note(CallFinished call) {
    ProviderMeters.count(requests.get(Verdict.of(call)));
    duration.record(call.took());
  }
}
