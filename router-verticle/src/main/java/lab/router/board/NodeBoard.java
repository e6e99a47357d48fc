package lab.router.board;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lab.config.Configuration;
import lab.config.Provider;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptStarted;
import lab.contract.CircuitChanged.Place;
import lab.contract.ModelName;
import lab.contract.NodeId;
import lab.contract.ProbeReport;
import lab.contract.ProviderDigest;
import lab.contract.ProviderDigest.OfProvider;
import lab.contract.ProviderName;
import lab.router.board.Figures.Times;
import lab.router.circuit.Circuit;
import lab.router.circuit.CircuitRules;
import lab.router.live.LiveBoard;
import lab.router.live.LiveLists;
import org.jspecify.annotations.Nullable;

/**
 * What one node knows of its providers: what polls found, and what became of attempts, its own and
 * those that other nodes told of. One per node, written and read on every event loop without
 * waiting.
 *
 * <p>Its size is bounded by the configuration and by the lists of its providers: names that only
 * clients use leave no trace.
 */
public final class NodeBoard implements Board {
  /** Clocks that are kept right are set back by less, and a rest may be longer by as much. */
  private static final Duration LONGEST_STEP_BACK = Duration.ofSeconds(10);

  private final LiveBoard live = new LiveBoard();
  private final LastResort lastResort = new LastResort();
  private final Link link;
  private volatile Map<ProviderName, ProviderBoard> providers = Map.of();
  private final Peers peers;
  private Instant refreshed = Instant.EPOCH;

  private NodeBoard(Terms terms) {
    this.link = new Link(terms);
    this.peers = new Peers(name -> providers.get(name));
  }

  /** The board of a node with this configuration, on which nothing is known yet. */
  public static NodeBoard of(Configuration configuration) {
    NodeBoard board = new NodeBoard(Terms.of(configuration));
    board.goesBy(configuration);
    return board;
  }

  /**
   * Another configuration is about to come into force. What is known of servers that it has too, at
   * the same address and with the same key, stays; of all others nothing. Any thread but an event
   * loop: it takes the longer the more models there are.
   */
  public synchronized void goesBy(Configuration configuration) {
    link.goesBy(Terms.of(configuration));
    Map<ProviderName, ProviderBoard> next = new LinkedHashMap<>();
    Set<ProviderName> kept = new HashSet<>();
    for (Provider provider : configuration.providers().values()) {
      ProviderBoard before = providers.get(provider.name());
      if (before != null && before.isFor(provider)) {
        before.reads(provider);
        kept.add(provider.name());
        next.put(provider.name(), before);
      } else {
        next.put(provider.name(), new ProviderBoard(provider, link));
      }
    }
    providers = Collections.unmodifiableMap(next);
    live.only(kept);
  }

  /** From now on it speaks to other nodes by this. */
  public void joins(Elsewhere others) {
    link.to(others);
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
    ProviderBoard provider = providers.get(report.provider());
    if (provider == null || provider.found(report)) {
      live.note(report);
    }
  }

  /**
   * Lets what is known grow old. To be called about once a second, by one thread. Where the clock
   * was set back all rests are forgotten: they would end in a time that is far off, and so would
   * those that follow them. Not so where others listen, for they would tell of them again.
   *
   * @return whether they were
   */
  @CanIgnoreReturnValue
  public boolean refresh(Instant now) {
    boolean setBack = now.isBefore(refreshed.minus(LONGEST_STEP_BACK));
    refreshed = now;
    boolean forgets = setBack && !link.others().listens();
    if (setBack) {
      lastResort.forget();
    }
    if (forgets) {
      providers.values().stream().flatMap(ProviderBoard::fuses).forEach(Fuse::forget);
    }
    providers.values().forEach(provider -> provider.refresh(now));
    return forgets;
  }

  /**
   * What other nodes have not heard of: each attempt that ended is told once. Those with nothing to
   * tell are left out.
   */
  public List<OfProvider> untold() {
    List<OfProvider> told = new ArrayList<>();
    for (ProviderBoard provider : providers.values()) {
      OfProvider one = provider.untold();
      if (one != null) {
        told.add(one);
      }
    }
    return told;
  }

  /** What rests and a request of this node tries now. */
  public List<Place> trying(Instant now) {
    return providers.values().stream()
        .flatMap(ProviderBoard::fuses)
        .filter(fuse -> CircuitRules.isTried(fuse.circuit(), now))
        .map(Fuse::place)
        .toList();
  }

  /** Another node told of its attempts. To be called by one thread, together with the next one. */
  public void hear(ProviderDigest digest, Instant now) {
    peers.hear(digest, now);
  }

  /** Takes back the load of nodes that fell silent. To be called several times a second. */
  public void dropSilent(Instant now) {
    peers.dropSilent(now);
  }

  /** The circuit there, or null where none is kept. */
  public @Nullable Circuit circuit(Place place) {
    Fuse fuse = fuse(place);
    return fuse == null ? null : fuse.circuit();
  }

  /**
   * Another node found this.
   *
   * @param by that node
   * @return what was held true before, or null where no circuit is kept
   */
  public @Nullable Circuit adopt(Place place, Circuit.Shared told, NodeId by) {
    Fuse fuse = fuse(place);
    return fuse == null ? null : fuse.adopt(told, by);
  }

  private @Nullable Fuse fuse(Place place) {
    ProviderBoard provider = providers.get(place.provider());
    return provider == null ? null : provider.fuse(place);
  }

  /** Those circuits that are not closed. */
  public Map<Place, Circuit> notClosed() {
    Map<Place, Circuit> open = new HashMap<>();
    providers.values().stream()
        .flatMap(ProviderBoard::fuses)
        .filter(fuse -> !fuse.isClosed())
        .forEach(fuse -> open.put(fuse.place(), fuse.circuit()));
    return open;
  }

  /** Whom every event loop asks before it tries somebody who is resting. */
  public LastResort lastResort() {
    return lastResort;
  }

  /** The times to first content of late of all models of a provider. */
  public Times firstContent(ProviderName provider, Instant now) {
    ProviderBoard board = providers.get(provider);
    return board == null ? Times.UNKNOWN : board.firstContent(now);
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
  public int told(ProviderName provider) {
    ProviderBoard board = providers.get(provider);
    return board == null ? 0 : board.told();
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
  public @Nullable Cooling cooling(ProviderName provider, ModelName model, Turn turn, Instant now) {
    ProviderBoard board = providers.get(provider);
    return board == null ? null : board.cooling(model, turn, now);
  }

  @Override
  public @Nullable Slowness slowness(ProviderName provider, ModelName model) {
    ProviderBoard board = providers.get(provider);
    return board == null ? null : board.slowness(model);
  }

  @Override
  public boolean warm(ProviderName provider, ModelName model) {
    ProviderBoard board = providers.get(provider);
    return board != null && board.warm(model);
  }
}
