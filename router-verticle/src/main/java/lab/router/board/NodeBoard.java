package lab.router.board;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import lab.config.Configuration;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptStarted;
import lab.contract.ModelName;
import lab.contract.ProbeReport;
import lab.contract.ProviderName;
import lab.router.circuit.CircuitRules;
import lab.router.live.LiveBoard;
import lab.router.live.LiveLists;
import org.jspecify.annotations.Nullable;

/**
 * What one node knows of its providers: what polls found, and what became of the attempts that its
 * gateways told of. One per node, written and read on every event loop without waiting.
 *
 * <p>Its size is bounded by the configuration and by the lists of its providers: names that only
 * clients use leave no trace.
 */
public final class NodeBoard implements Board {
  private final LiveBoard live = new LiveBoard();
  private final LastResort lastResort = new LastResort();
  private final Map<ProviderName, ProviderBoard> providers;

  private NodeBoard(Map<ProviderName, ProviderBoard> providers) {
    this.providers = Collections.unmodifiableMap(providers);
  }

  /** The board of a node with this configuration, on which nothing is known yet. */
  public static NodeBoard of(Configuration configuration) {
    CircuitRules rules = new CircuitRules(configuration.choices().special());
    Set<ModelName> mentioned = Mentioned.by(configuration);
    Map<ProviderName, ProviderBoard> providers = new LinkedHashMap<>();
    configuration
        .providers()
        .forEach(
            (name, provider) -> providers.put(name, new ProviderBoard(provider, mentioned, rules)));
    return new NodeBoard(providers);
  }

  /** An attempt began. */
  public void started(AttemptStarted attempt, Instant now) {
    ProviderBoard provider = providers.get(attempt.candidate().provider());
    if (provider != null) {
      provider.started(attempt.candidate().model(), now);
    }
  }

  /** An attempt ended. */
  public void ended(AttemptOutcome outcome, Instant now) {
    ProviderBoard provider = providers.get(outcome.candidate().provider());
    if (provider != null) {
      provider.ended(outcome, now);
    }
  }

  /** A poll found something. It takes nothing back that attempts found. */
  public void found(ProbeReport report) {
    live.note(report);
    ProviderBoard provider = providers.get(report.provider());
    if (provider != null) {
      provider.found(report.finding());
    }
  }

  /** Lets what is known grow old. To be called about once a second. */
  public void refresh(Instant now) {
    providers.values().forEach(provider -> provider.refresh(now));
  }

  /** Whom every event loop asks before it tries somebody who is resting. */
  public LastResort lastResort() {
    return lastResort;
  }

  /** All of it, at this moment. */
  public BoardView describe() {
    return new BoardView(providers.values().stream().map(ProviderBoard::describe).toList());
  }

  @Override
  public LiveLists lists() {
    return live.lists();
  }

  @Override
  public int inFlight(ProviderName provider) {
    ProviderBoard board = providers.get(provider);
    return board == null ? 0 : board.inFlight();
  }

  @Override
  public int capacity(ProviderName provider) {
    ProviderBoard board = providers.get(provider);
    return board == null ? 0 : board.capacity();
  }

  @Override
  public Score score(ProviderName provider, ModelName model) {
    ProviderBoard board = providers.get(provider);
    return board == null ? Score.UNKNOWN : board.score(model);
  }

  @Override
  public @Nullable Cooling cooling(ProviderName provider, ModelName model, Instant now) {
    ProviderBoard board = providers.get(provider);
    return board == null ? null : board.cooling(model, now);
  }

  @Override
  public boolean warm(ProviderName provider, ModelName model) {
    ProviderBoard board = providers.get(provider);
    return board != null && board.warm(model);
  }
}
