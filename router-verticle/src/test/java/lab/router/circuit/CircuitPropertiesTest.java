package lab.router.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lab.config.SpecialCases;
import lab.config.SpecialCases.Errors;
import lab.contract.FailureKind;
import lab.router.circuit.Circuit.Closed;
import lab.router.circuit.Circuit.Cooling;
import lab.router.circuit.Circuit.Probing;
import lab.router.circuit.Circuit.Recovering;
import lab.router.circuit.Circuit.Shared;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** What holds of every circuit, whatever happens and in whatever order. */
class CircuitPropertiesTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /**
   * Something that happens.
   *
   * @param after how long after the last one
   * @param happens the event by the moment of its happening
   */
  record Step(Duration after, Happens happens) {}

  /** Makes an event of the moment at which it happens. */
  interface Happens {
    Event at(Instant now);
  }

  /** One step of a circuit's way. */
  record Seen(Circuit before, Event event, Instant now, Circuit after) {}

  @Property
  void onlyASuccessLeadsBackIntoUse(
      @ForAll("configurations") SpecialCases cases, @ForAll("steps") List<Step> steps) {
    for (Seen seen : run(cases, steps)) {
      if (!(seen.before() instanceof Closed) && seen.after() instanceof Closed) {
        assertThat(seen.event()).isInstanceOf(Event.Succeeded.class);
        assertThat(seen.before()).isInstanceOf(Recovering.class);
      }
      if (seen.after() instanceof Recovering && !(seen.before() instanceof Recovering)) {
        assertThat(seen.event()).isInstanceOf(Event.Succeeded.class);
        assertThat(seen.before()).isInstanceOf(Probing.class);
      }
    }
  }

  @Property
  void aRestNeverBeginsInThePastAndNeverLastsForever(
      @ForAll("configurations") SpecialCases cases, @ForAll("steps") List<Step> steps) {
    Duration longest = Duration.ofHours(1).plus(cases.errors().cooldown());
    for (Seen seen : run(cases, steps)) {
      if (seen.after() instanceof Cooling(_, Instant until, _, _)
          && !(seen.before() instanceof Cooling)) {
        assertThat(until).isBetween(seen.now(), seen.now().plus(longest));
      }
    }
  }

  @Property
  void aRestIsNeverCutShortButByItsEnd(
      @ForAll("configurations") SpecialCases cases, @ForAll("steps") List<Step> steps) {
    for (Seen seen : run(cases, steps)) {
      if (seen.before() instanceof Cooling before && seen.after() instanceof Cooling after) {
        assertThat(after.until()).isAfterOrEqualTo(before.until());
      }
      if (seen.before() instanceof Probing before && seen.after() instanceof Cooling after) {
        assertThat(after.until()).isAfterOrEqualTo(before.from().until());
      }
    }
  }

  @Property
  void oneTryAtATime(
      @ForAll("configurations") SpecialCases cases, @ForAll("steps") List<Step> steps) {
    for (Seen seen : run(cases, steps)) {
      if (seen.after() instanceof Probing && !seen.after().equals(seen.before())) {
        // Whoever asks right after it begins is told to wait, and for how long.
        assertThat(CircuitRules.mayTryFrom(seen.after())).isAfter(seen.now());
      }
    }
  }

  @Property
  void whatAllHaveToHearIsWhatChangedAndOnlyThat(
      @ForAll("configurations") SpecialCases cases, @ForAll("steps") List<Step> steps) {
    Circuit told = Circuit.NEW;
    for (Seen seen : run(cases, steps)) {
      Shared news = CircuitRules.news(seen.before(), seen.after());
      if (news != null) {
        assertThat(news).isEqualTo(seen.after());
        // Whoever knows what was told before takes it in, and takes it in once.
        told = Agreement.adopt(told, news);
        assertThat(told).isEqualTo(news);
        assertThat(Agreement.adopt(told, news)).isSameAs(told);
      }
      if (seen.after() instanceof Cooling rest) {
        assertThat(((Shared) told).rest().since()).isEqualTo(rest.since());
      }
    }
  }

  @Property
  void itOpensExactlyWhenThePlainCountSaysSo(
      @ForAll("configurations") SpecialCases cases, @ForAll("steps") List<Step> steps) {
    Count count = new Count(cases.errors());
    for (Seen seen : run(cases, steps)) {
      if (!(seen.before() instanceof Closed)) {
        return;
      }
      boolean opened = seen.after() instanceof Cooling;
      boolean atOnce =
          seen.event() instanceof Event.Failed failed && new Rest(cases).named(failed, 1) != null;
      assertThat(opened).isEqualTo(atOnce || count.opens(seen.event(), seen.now()));
    }
  }

  /** The rule of opening in its plainest form: remembers everything and counts it each time. */
  private static final class Count {
    private final Errors errors;
    private final List<Instant> attempts = new ArrayList<>();
    private final List<Double> failed = new ArrayList<>();

    Count(Errors errors) {
      this.errors = errors;
    }

    boolean opens(Event event, Instant now) {
      double failure =
          switch (event) {
            case Event.Started _, Event.SaidNothing _ -> -1;
            case Event.Succeeded _ -> 0;
            case Event.Heard _ -> throw new AssertionError("these are one node's own");
            case Event.Failed(_, FailureKind kind, _) ->
                !errors.enabled()
                    ? -1
                    : kind == FailureKind.SERVER || kind == FailureKind.TIMEOUT
                        ? 1
                        : kind == FailureKind.OVERLOAD ? 0.5 : -1;
          };
      if (failure < 0) {
        return false;
      }
      attempts.add(now);
      failed.add(failure);
      return failure > 0 && tooMany(now);
    }

    private boolean tooMany(Instant now) {
      long slice = errors.window().toMillis() / 10;
      long oldest = now.toEpochMilli() / slice - 9;
      double failures = 0;
      int all = 0;
      for (int i = 0; i < attempts.size(); i++) {
        if (attempts.get(i).toEpochMilli() / slice >= oldest) {
          failures += failed.get(i);
          all++;
        }
      }
      return failures >= errors.threshold() && failures >= errors.share() * all;
    }
  }

  private static List<Seen> run(SpecialCases cases, List<Step> steps) {
    CircuitRules rules = new CircuitRules(cases);
    List<Seen> seen = new ArrayList<>();
    Circuit circuit = Circuit.NEW;
    Instant now = START;
    for (Step step : steps) {
      now = now.plus(step.after());
      Event event = step.happens().at(now);
      Circuit after = rules.after(circuit, event, now);
      seen.add(new Seen(circuit, event, now, after));
      circuit = after;
    }
    return seen;
  }

  @Provide
  Arbitrary<SpecialCases> configurations() {
    Arbitrary<Errors> errors =
        Combinators.combine(
                Arbitraries.of(true, true, true, false),
                Arbitraries.integers().between(1, 6),
                Arbitraries.of(0.0, 0.1, 0.5, 1.0),
                Arbitraries.integers().between(1, 120),
                Arbitraries.integers().between(1, 900))
            .as(
                (enabled, threshold, share, window, cooldown) ->
                    new Errors(
                        enabled,
                        threshold,
                        share,
                        Duration.ofSeconds(window),
                        Duration.ofSeconds(cooldown)));
    Arbitrary<Duration> rate = Arbitraries.of(0, 1, 60).map(Duration::ofSeconds);
    return Combinators.combine(rate, errors)
        .as((rests, limits) -> new SpecialCases(rests, limits, false, false));
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Duration> after =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 2_000).map(Duration::ofMillis),
            Arbitraries.longs().between(0, 700).map(Duration::ofSeconds));
    Arbitrary<Duration> took = Arbitraries.of(0L, 1L, 20L, 100L).map(Duration::ofSeconds);
    Arbitrary<Happens> ended =
        Arbitraries.oneOf(
            took.map(lasted -> now -> new Event.Succeeded(now.minus(lasted))),
            took.map(lasted -> now -> new Event.SaidNothing(now.minus(lasted))),
            failures(took));
    Arbitrary<Happens> events =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just(now -> new Event.Started())), Tuple.of(3, ended));
    return Combinators.combine(after, events).as(Step::new).list().ofMaxSize(60);
  }

  private static Arbitrary<Happens> failures(Arbitrary<Duration> took) {
    Arbitrary<FailureKind> kinds =
        Arbitraries.oneOf(Arbitraries.just(FailureKind.SERVER), Arbitraries.of(FailureKind.class));
    Arbitrary<@Nullable Duration> retryAfter =
        Arbitraries.of(0L, 1L, 30L, 100_000L).map(Duration::ofSeconds).injectNull(0.5);
    return Combinators.combine(took, kinds, retryAfter)
        .as((lasted, kind, wait) -> now -> new Event.Failed(now.minus(lasted), kind, wait));
  }
}
