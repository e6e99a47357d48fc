package lab.metrics;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import lab.config.Configuration;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptStarted;
import lab.contract.CacheOutcome;
import lab.contract.CallFinished;
import lab.contract.CallFinished.MovedOn;
import lab.contract.Candidate;
import lab.contract.CircuitChanged;
import lab.contract.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The meters on the way of every request. Each is looked up when the node starts, or when the first
 * of its kind comes; a request costs some look-ups by name and some additions.
 *
 * <p>Safe on every thread.
 */
public final class CallMeters {
  private final Book book;
  private final Map<Stage, Count> decisions = new EnumMap<>(Stage.class);
  private final Map<CacheOutcome, Count> lookUps = new EnumMap<>(CacheOutcome.class);
  private final Count hits;
  private final Count misses;
  private final Histogram overhead;
  private final ByCode responses;
  private final Count ended = new Count();
  private final Count tokens = new Count();
  private final Map<String, ProviderMeters> providers = new ConcurrentHashMap<>();
  private volatile Known known;

  CallMeters(Book book, Configuration configuration) {
    this.book = book;
    this.known = new Known(book, configuration, providers);
    for (Stage stage : Stage.values()) {
      decisions.put(stage, book.count(RequestFamilies.DECISIONS, stage.label()));
    }
    for (CacheOutcome outcome : CacheOutcome.values()) {
      lookUps.put(outcome, book.count(RequestFamilies.LOOK_UPS, outcome.label()));
    }
    hits = book.count(RequestFamilies.HITS);
    misses = book.count(RequestFamilies.MISSES);
    overhead = book.histogram(RequestFamilies.OVERHEAD);
    responses =
        new ByCode(
            (operation, code) -> book.count(RequestFamilies.RESPONSES, operation.label(), code));
    book.show(RequestFamilies.HIT_RATE, this::hitRate);
  }

  /** A request of a client has ended. */
  public void note(CallFinished call) {
    Known names = known;
    ended.increment();
    names.model(call.model()).note(call);
    responses.increment(call.operation(), call.status());
    overhead.add(Histogram.seconds(call.overhead()));
    if (call.cache() != null) {
      cache(call.cache());
    }
    if (call.stage() != null) {
      counter(decisions, call.stage()).increment();
    }
    Candidate servedBy = call.servedBy();
    if (servedBy != null) {
      names.answered(servedBy, call);
      if (Verdict.of(call) == Verdict.SUCCESS) {
        names
            .deployment(servedBy.provider(), servedBy.model())
            .asked(names.label(call.model()))
            .answered(call);
      }
    }
    if (call.movedOn() != null) {
      movedOn(names, call, call.movedOn());
    }
  }

  private void cache(CacheOutcome outcome) {
    counter(lookUps, outcome).increment();
    if (outcome.saves()) {
      hits.increment();
    } else if (outcome == CacheOutcome.MISS) {
      misses.increment();
    }
  }

  private void movedOn(Known names, CallFinished call, MovedOn moved) {
    book.count(RequestFamilies.LEFT, names.label(moved.from().provider()), moved.because().label())
        .increment();
    Candidate by = call.servedBy();
    Blame blame = Blame.of(moved.because());
    boolean well = Verdict.of(call) == Verdict.SUCCESS;
    book.count(
            well ? LiteLlmFamilies.FALLEN_WELL : LiteLlmFamilies.FALLEN_BADLY,
            names.label(call.model()),
            by == null ? "" : names.place(by.provider(), by.model()).model(),
            blame.status(),
            blame.exception())
        .increment();
  }

  /** What a request's tokens cost; null where nobody was paid, or there is no price. */
  @Nullable Double cost(CallFinished call) {
    Candidate by = call.servedBy();
    boolean kept = call.cache() != null && call.cache().saves();
    return by == null || kept ? null : known.cost(by, call.usage());
  }

  /** An attempt at a provider begins. */
  public void note(AttemptStarted attempt) {
    known.provider(attempt.candidate()).begins();
  }

  /** An attempt at a provider has ended. */
  public void note(AttemptOutcome outcome) {
    Known names = known;
    Candidate candidate = outcome.candidate();
    Deployment deployment = names.deployment(candidate.provider(), candidate.model());
    double cost = deployment.cost(outcome.usage());
    deployment.note(outcome, names.label(outcome.asked()), cost);
    names.provider(candidate).note(outcome, cost);
    tokens.add((double) outcome.usage().total());
  }

  /** This node has found that something of a provider has to rest. */
  void note(CircuitChanged circuit) {
    Known names = known;
    CircuitChanged.Place at = circuit.place();
    book.count(
            ProviderFamilies.CIRCUITS,
            names.label(at.provider()),
            at.part().name().toLowerCase(Locale.ROOT),
            circuit.because().label())
        .increment();
    book.count(
            LiteLlmFamilies.COOLED,
            names.place(at.provider(), at.model()).labels(Blame.of(circuit.because()).status()))
        .increment();
  }

  /** From now on the names of this configuration have their own series. */
  void goBy(Configuration configuration) {
    known = new Known(book, configuration, providers);
  }

  /** Attempts under way. */
  double inFlight() {
    return providers.values().stream().mapToDouble(ProviderMeters::inFlight).sum();
  }

  Known known() {
    return known;
  }

  /** Requests that have ended since the start. */
  double ended() {
    return ended.value();
  }

  /** Tokens of providers since the start. */
  double tokens() {
    return tokens.value();
  }

  private double hitRate() {
    double found = hits.value();
    double all = found + misses.value();
    return all == 0 ? 0 : found / all;
  }

  /** Every constant has its counter; the map's type can not say so. */
  private static <E extends Enum<E>> Count counter(Map<E, Count> all, @Nullable E one) {
    return Objects.requireNonNull(all.get(one));
  }
}
