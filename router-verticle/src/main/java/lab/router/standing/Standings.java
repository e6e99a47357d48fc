package lab.router.standing;

import java.time.Instant;
import java.util.Comparator;
import lab.contract.FailureKind;
import lab.contract.NodeId;
import lab.contract.ProbeReport;
import lab.contract.ProbeReport.Finding;
import lab.contract.Standing;
import lab.router.board.BoardView.ModelView;
import lab.router.board.BoardView.ProviderView;
import lab.router.board.Slowness;
import lab.router.board.State;
import org.jspecify.annotations.Nullable;

/**
 * How a provider and its models stand at one moment: what the configuration says goes before what
 * polls found, that before what requests found of the key and the server, and that before what they
 * found of a model.
 *
 * @param view what the board knows
 * @param self the node that asks: it found what no other one did
 * @param now the moment
 */
record Standings(ProviderView view, NodeId self, Instant now) {

  /** How the provider stands: what holds for all its models, else as the best of them. */
  Standing ofProvider() {
    Standing whole = ofWhole();
    return whole != null
        ? whole
        : view.models().stream()
            .map(this::ofModel)
            .min(Comparator.comparing(Standing::state))
            .orElse(active());
  }

  /** How one of its models stands. */
  Standing ofModel(ModelView model) {
    Standing whole = ofWhole();
    if (whole != null) {
      return whole;
    }
    Standing found = of(model.state());
    Slowness slowness = model.slowness();
    return found == null && slowness != null
        ? found(Standing.State.DEGRADED, slowness.since(), null, slowness.because(), null, null)
        : found == null ? active() : found;
  }

  /** What holds for all its models, or null where nothing does. */
  private @Nullable Standing ofWhole() {
    Barred barred = Barred.of(view.entry());
    if (barred != null) {
      return new Standing(barred.state(), null, null, barred.because(), null);
    }
    ProbeReport newest = view.polled().newest();
    if (newest != null && newest.finding() instanceof Finding.Down(var kind, var because)) {
      return new Standing(
          Standing.State.UNAVAILABLE,
          newest.since(),
          null,
          kind.label() + ": " + because,
          newest.by(),
          kind);
    }
    Standing key = of(view.key());
    return key == null ? of(view.server()) : key;
  }

  private @Nullable Standing of(State state) {
    return switch (state) {
      case State.Active _ -> null;
      case State.Resting(var since, var until, var kind, var because, var by)
          when now.isBefore(until) ->
          found(Standing.State.COOLDOWN, since, until, because, by, kind);
      case State.Resting(_, var until, var kind, var because, var by) ->
          found(
              Standing.State.RECOVERING,
              until,
              null,
              because + "; the next request tries it again",
              by,
              kind);
      case State.Probing(var since, var kind, var because, var by) ->
          found(Standing.State.RECOVERING, since, null, because, by, kind);
      case State.Recovering(var since, var kind, var because, var by, var ramp) ->
          found(
              Standing.State.RECOVERING,
              since,
              since.plus(ramp.length()),
              because + ": " + Math.round(100 * ramp.share(since, now)) + " %",
              by,
              kind);
    };
  }

  private Standing found(
      Standing.State state,
      Instant since,
      @Nullable Instant until,
      String because,
      @Nullable NodeId by,
      @Nullable FailureKind kind) {
    return new Standing(state, since, until, because, by == null ? self : by, kind);
  }

  private Standing active() {
    ProbeReport newest = view.polled().newest();
    return newest == null
        ? new Standing(Standing.State.ACTIVE, null, null, "", null)
        : new Standing(Standing.State.ACTIVE, newest.since(), null, "", newest.by());
  }
}
