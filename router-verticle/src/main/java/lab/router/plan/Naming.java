package lab.router.plan;

import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import lab.config.ExactMatch;
import lab.config.ExactMatch.Target;
import lab.config.ModelEntry;
import lab.contract.ModelName;
import lab.router.live.LiveLists;
import lab.router.plan.Match.Choice;
import org.jspecify.annotations.Nullable;

/**
 * Which model a provider is asked for.
 *
 * @param plan the rules
 * @param lists what polls found
 * @param sameModelOnly the requested name or none
 */
record Naming(Plan plan, LiveLists lists, boolean sameModelOnly) {

  /**
   * The name that a provider is asked for.
   *
   * @param known as the configuration writes it
   * @param model in the form that is sent
   * @param lacked the name was taken as it is, and polls found that the provider does not have it
   */
  record Named(ModelName known, ModelName model, boolean lacked) {}

  /** The model for one of a match's choices. */
  Named chosen(Choice choice) {
    ModelName given = choice.given();
    if (given != null) {
      return sent(choice.backend(), given);
    }
    return switch (choice.named()) {
      case PROVIDER -> ofProvider(choice.backend(), choice.asked());
      case MODEL_ALONE -> asItIs(choice.backend(), choice.asked());
      case MODEL ->
          choice.backend().lists(choice.asked(), lists)
              ? asItIs(choice.backend(), choice.asked())
              : sentOr(choice.backend(), loaded(choice.backend()), choice.asked());
    };
  }

  /** The model for a provider that was named itself, instead of a model. */
  Named ofProvider(Backend backend, ModelName asked) {
    if (sameModelOnly || backend.lists(asked, lists)) {
      return asItIs(backend, asked);
    }
    ModelName loaded = loaded(backend);
    ModelName first = loaded == null ? backend.first(specialty(asked, backend), lists) : loaded;
    return sentOr(backend, first, asked);
  }

  private Named sentOr(Backend backend, @Nullable ModelName first, ModelName asked) {
    return first == null ? asItIs(backend, asked) : sent(backend, first);
  }

  private Named sent(Backend backend, ModelName model) {
    return new Named(model, backend.sent(model, lists), false);
  }

  private Named asItIs(Backend backend, ModelName asked) {
    boolean lacked = backend.entry(asked) == null && backend.knownToLack(asked, lists);
    return new Named(asked, backend.sent(asked, lists), lacked);
  }

  private @Nullable ModelName loaded(Backend backend) {
    return !sameModelOnly && backend.provider().type().servesWhatItHasLoaded()
        ? backend.first(null, lists)
        : null;
  }

  /** What the model is for: as its name says it, else as an entry of it in a list does. */
  private @Nullable String specialty(ModelName asked, Backend backend) {
    String word = asked.value().toLowerCase(Locale.ROOT).replace('-', '_');
    if (backend.provider().models().stream().anyMatch(entry -> word.equals(entry.specialty()))) {
      return word;
    }
    return Stream.concat(Stream.of(asked), backendModels(asked))
        .flatMap(name -> plan.listedBy(name).stream().map(having -> having.entry(name)))
        .filter(Objects::nonNull)
        .map(ModelEntry::specialty)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private Stream<ModelName> backendModels(ModelName asked) {
    ExactMatch exact = plan.exact(asked);
    return exact == null
        ? Stream.of()
        : exact.targets().stream().map(Target::backendModel).filter(Objects::nonNull);
  }
}
