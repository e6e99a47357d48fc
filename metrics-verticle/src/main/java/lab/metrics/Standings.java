package lab.metrics;

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
    book.show(ProviderFamilies.STATE, points -> each(points, Standings::state));
    book.show(
        ProviderFamilies.AVAILABILITY,
        points ->
            each(points, (to, one) -> to.add(number(state(one).serves()), one.name().value())));
    book.show(
        ProviderFamilies.CREDITS,
        points ->
            each(
                points,
                (to, one) -> {
                  if (one.creditsLeft() != null) {
                    to.add(one.creditsLeft(), one.name().value());
                  }
                }));
    book.show(LiteLlmFamilies.STATE, points -> each(points, this::deployments));
  }

  private interface Shown {
    void add(Book.Points to, Known provider);
  }

  private void each(Book.Points points, Shown shown) {
    now.get().providers().forEach(one -> shown.add(points, one));
  }

  private static State state(Known provider) {
    return provider.standing().state();
  }

  private static void state(Book.Points to, Known provider) {
    for (State state : State.values()) {
      to.add(number(state == state(provider)), provider.name().value(), state.label());
    }
  }

  private void deployments(Book.Points to, Known provider) {
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
