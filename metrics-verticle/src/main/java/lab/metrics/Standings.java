package lab.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import lab.contract.ProvidersQuery.Answer;
import lab.contract.ProvidersQuery.Known;
import lab.contract.ProvidersQuery.KnownModel;
import lab.contract.Standing.State;

/** How the providers stand, as gauges: looked up when somebody scrapes. */
final class Standings {
  private final CallMeters calls;
  private final Supplier<Answer> now;

  /**
   * @param calls knows which models the configuration has
   * @param now how each provider stands; any thread
   */
  Standings(CallMeters calls, Supplier<Answer> now) {
    this.calls = calls;
    this.now = now;
  }

  void showIn(Book book) {
    Map<Family, BiConsumer<Answer, Book.Points>> families = new LinkedHashMap<>();
    families.put(ProviderFamilies.STATE, each(Standings::state));
    families.put(ProviderFamilies.AVAILABILITY, each(Standings::availability));
    families.put(ProviderFamilies.CREDITS, each(Standings::credits));
    families.put(LiteLlmFamilies.STATE, each(this::deployments));
    book.show(now, families);
  }

  private static BiConsumer<Answer, Book.Points> each(BiConsumer<Known, Book.Points> shown) {
    return (all, to) -> all.providers().forEach(one -> shown.accept(one, to));
  }

  private static void availability(Known provider, Book.Points to) {
    to.add(number(state(provider).serves()), provider.name().value());
  }

  private static void credits(Known provider, Book.Points to) {
    if (provider.creditsLeft() != null) {
      to.add(provider.creditsLeft(), provider.name().value());
    }
  }

  private static State state(Known provider) {
    return provider.standing().state();
  }

  private static void state(Known provider, Book.Points to) {
    for (State state : State.values()) {
      to.add(number(state == state(provider)), provider.name().value(), state.label());
    }
  }

  private void deployments(Known provider, Book.Points to) {
    for (KnownModel model : provider.models()) {
      Place place = calls.known().place(provider.name(), model.name());
      // Models that only requests name are not shown: there may be any number of them.
      if (!place.model().equals(lab.metrics.Known.OTHER)) {
        to.add(level(model.standing().state()), place.labels());
      }
    }
  }

  private static int level(State state) {
    return state == State.ACTIVE ? 0 : state.serves() ? 1 : 2;
  }

  private static double number(boolean holds) {
    return holds ? 1 : 0;
  }
}
