package lab.router.standing;

import java.time.Instant;
import lab.contract.NodeId;
import lab.contract.ProbeReport;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProvidersQuery;
import lab.contract.ProvidersQuery.Answer;
import lab.contract.ProvidersQuery.Known;
import lab.contract.ProvidersQuery.KnownModel;
import lab.router.board.BoardView.ModelView;
import lab.router.board.BoardView.ProviderView;
import lab.router.board.Figures.Times;
import lab.router.board.NodeBoard;
import org.jspecify.annotations.Nullable;

/**
 * All that a node knows of its providers, as its pages show it.
 *
 * @param board what is known
 * @param self the node
 */
public record Page(NodeBoard board, NodeId self) {

  /** What is asked for, at this moment. */
  public Answer answer(ProvidersQuery query, Instant now) {
    return new Answer(
        board.describe().providers().stream()
            .filter(view -> query.only() == null || query.only().equals(view.provider()))
            .map(view -> known(view, now))
            .toList());
  }

  private Known known(ProviderView view, Instant now) {
    Standings standings = new Standings(view, self, now);
    ProbeReport newest = view.polled().newest();
    Finding.Up up = newest != null && newest.finding() instanceof Finding.Up found ? found : null;
    return new Known(
        view.provider(),
        view.entry().type().label(),
        standings.ofProvider(),
        times(board.firstContent(view.provider(), now)),
        view.inFlight(),
        capacity(view),
        up == null ? null : up.busy(),
        up == null ? null : up.creditsLeft(),
        newest == null ? null : newest.at(),
        view.polled().listed().stream().toList(),
        view.models().stream().map(model -> known(model, standings)).toList());
  }

  /** As decisions see it: what the file says goes before what polls learned. */
  private static @Nullable Integer capacity(ProviderView view) {
    Integer said = view.entry().parallel();
    return said != null ? said : view.capacity() == 0 ? null : Integer.valueOf(view.capacity());
  }

  private static KnownModel known(ModelView model, Standings standings) {
    return new KnownModel(
        model.model(),
        standings.ofModel(model),
        model.warm(),
        model.inFlight(),
        times(model.figures().firstContent()));
  }

  private static ProvidersQuery.Times times(Times times) {
    return times.count() == 0
        ? new ProvidersQuery.Times(null, null)
        : new ProvidersQuery.Times(times.p50(), times.p95());
  }
}
