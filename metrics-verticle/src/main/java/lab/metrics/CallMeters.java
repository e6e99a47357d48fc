package lab.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import lab.config.Configuration;
import lab.config.ModelEntry;
import lab.contract.AttemptOutcome;
import lab.contract.CallFinished;
import lab.contract.Candidate;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.Stage;

/**
 * The meters on the way of every request. Each is looked up when the node starts; a request costs a
 * look-up by name and some additions.
 *
 * <p>Safe on every thread.
 */
public final class CallMeters {
  /** What every name counts under that the configuration does not have. */
  private static final String OTHER = "other";

  private final Map<ProviderName, ProviderMeters> providers = new HashMap<>();
  private final ProviderMeters otherProvider;
  private final Map<ModelName, ModelMeters> models = new HashMap<>();
  private final ModelMeters otherModel;
  private final Map<Stage, Counter> decisions = new EnumMap<>(Stage.class);

  CallMeters(MeterRegistry registry, Configuration configuration) {
    configuration
        .providers()
        .keySet()
        .forEach(name -> providers.put(name, new ProviderMeters(registry, name.value())));
    otherProvider = new ProviderMeters(registry, OTHER);
    names(configuration)
        .distinct()
        .forEach(name -> models.put(name, new ModelMeters(registry, name.value())));
    otherModel = new ModelMeters(registry, OTHER);
    for (Stage stage : Stage.values()) {
      decisions.put(
          stage,
          Counter.builder("router_routing_decisions")
              .description("Routing decisions, by the stage that decided")
              .tag("strategy", stage.label())
              .register(registry));
    }
  }

  /** The names that clients may ask for: of rules and of lists. */
  private static Stream<ModelName> names(Configuration configuration) {
    Stream<ModelName> listed =
        configuration.providers().values().stream()
            .flatMap(provider -> provider.models().stream())
            .map(ModelEntry::name);
    Stream<ModelName> further = configuration.choices().aliases().keySet().stream();
    return Stream.of(configuration.exact().keySet().stream(), further, listed)
        .flatMap(names -> names);
  }

  /** A request of a client has ended. */
  public void note(CallFinished call) {
    ModelMeters known = call.model() == null ? null : models.get(call.model());
    (known == null ? otherModel : known).note(call);
    Stage stage = call.stage();
    if (stage == null) {
      return;
    }
    ProviderMeters.count(decisions.get(stage));
    Candidate servedBy = call.servedBy();
    // Those of the choice itself carry the stage as their source; all others came after it.
    if (servedBy != null && !servedBy.source().equals(stage.label())) {
      of(servedBy).servedInPlace();
    }
  }

  /** An attempt at a provider has ended. */
  public void note(AttemptOutcome outcome) {
    of(outcome.candidate()).note(outcome);
  }

  private ProviderMeters of(Candidate candidate) {
    ProviderMeters known = providers.get(candidate.provider());
    return known == null ? otherProvider : known;
  }
}
