package lab.router.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import lab.config.ProviderType;
import lab.contract.CallId;
import lab.contract.Candidate;
import lab.contract.FailureKind;
import lab.contract.LeftOut;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProviderName;
import lab.contract.RequestFacts;
import lab.contract.RouteDecision;
import lab.contract.RouteDecision.Go;
import lab.contract.RouteDecision.Refuse;
import lab.contract.RouteQuery;
import lab.router.live.LiveLists;
import lab.router.live.LiveLists.Live;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every decision, whatever the configuration, the polls and the question. */
class RoutingPropertiesTest {
  private static final List<String> MODELS =
      List.of("a:7b", "a:latest", "a", "b-30b", "c:1t-cloud", "c:1t", "terminal", "unheard");
  private static final List<String> PROVIDERS = List.of("p0", "p1", "p2", "p3");

  /** Everything that a decision depends on. */
  record World(Plan plan, LiveLists lists, RouteQuery query) {
    RouteDecision decide() {
      return Asking.decide(Asking.planner(plan), query, lists);
    }
  }

  @Property
  void aDecisionIsAlwaysMadeAndAlwaysTheSame(@ForAll("worlds") World world) {
    assertThat(world.decide()).isEqualTo(world.decide());
  }

  @Property
  void nobodyIsAskedTwiceForTheSame(@ForAll("worlds") World world) {
    List<String> asked =
        candidates(world.decide()).stream().map(c -> c.provider() + " " + c.model()).toList();

    assertThat(asked).doesNotHaveDuplicates();
  }

  @Property
  void nobodyIsBothTriedAndLeftOut(@ForAll("worlds") World world) {
    RouteDecision decision = world.decide();
    HashSet<String> tried = new HashSet<>();
    candidates(decision).forEach(c -> tried.add(c.provider() + " " + c.model()));

    assertThat(decision.why().leftOut())
        .noneMatch((LeftOut out) -> tried.contains(out.provider() + " " + out.model()));
  }

  @Property
  void whoIsDownIsNeverTriedBeforeWhoIsNot(@ForAll("worlds") World world) {
    List<Boolean> down =
        candidates(world.decide()).stream()
            .map(candidate -> world.lists().of(candidate.provider()) instanceof Live.Down)
            .toList();

    assertThat(down).isSorted();
  }

  @Property
  void whoMayNotBeAskedIsNotAsked(@ForAll("worlds") World world) {
    assertThat(candidates(world.decide()))
        .allMatch(candidate -> world.plan().backend(candidate.provider()).barred() == null);
  }

  @Property
  void nothingConfiguredComesAfterATerminalChain(@ForAll("worlds") World world) {
    RouteQuery asked = world.query();
    RouteQuery terminal =
        new RouteQuery(
            asked.call(),
            asked.operation(),
            new ModelName("terminal"),
            asked.streamed(),
            null,
            RequestFacts.NONE,
            asked.fallbacks(),
            asked.fallbacksDisabled());

    RouteDecision decision = Asking.decide(Asking.planner(world.plan()), terminal, world.lists());

    assertThat(candidates(decision))
        .extracting(Candidate::source)
        .isSubsetOf("exact", "pattern", "default", "client");
  }

  @Property
  void withoutFallbacksThereIsNothingButTheChoice(@ForAll("worlds") World world) {
    RouteQuery asked = world.query();
    RouteQuery strict =
        new RouteQuery(
            asked.call(),
            asked.operation(),
            asked.model(),
            asked.streamed(),
            null,
            RequestFacts.NONE,
            asked.fallbacks(),
            true);

    RouteDecision decision = Asking.decide(Asking.planner(world.plan()), strict, world.lists());

    assertThat(candidates(decision))
        .allMatch(candidate -> candidate.source().equals(decision.why().stage().label()));
  }

  private static List<Candidate> candidates(RouteDecision decision) {
    return switch (decision) {
      case Go(var inOrder, _, _, _) -> inOrder;
      case Refuse _ -> List.of();
    };
  }

  @Provide
  Arbitrary<World> worlds() {
    return Combinators.combine(plans(), lists(), queries()).as(World::new);
  }

  private static Arbitrary<Plan> plans() {
    Arbitrary<List<List<String>>> modelLists = some(MODELS).list().ofSize(PROVIDERS.size());
    Arbitrary<List<Integer>> kinds =
        Arbitraries.integers().between(0, 6).list().ofSize(PROVIDERS.size());
    Arbitrary<List<String>> chain = some(names());
    Arbitrary<String> one = Arbitraries.of(names());
    return Combinators.combine(modelLists, kinds, chain, chain, one, Arbitraries.of(PROVIDERS))
        .as(
            (models, kind, chained, last, fallback, provider) -> {
              Rules rules = new Rules();
              for (int i = 0; i < PROVIDERS.size(); i++) {
                provider(rules, PROVIDERS.get(i), kind.get(i), models.get(i));
              }
              return rules
                  .exact("a:7b", fallback, provider + "=a:latest", "p0")
                  .pattern("^b", provider, null)
                  .chain("a", chained.toArray(String[]::new))
                  .chain("terminal")
                  .defaultChain(last.toArray(String[]::new))
                  .size(10, Double.POSITIVE_INFINITY, provider, fallback)
                  .defaultProvider(provider)
                  .defaultFallback(fallback)
                  .plan();
            });
  }

  private static void provider(Rules rules, String name, int kind, List<String> models) {
    String[] listed = models.toArray(String[]::new);
    Rules unused =
        switch (kind) {
          case 0 -> rules.disabled(name, ProviderType.OLLAMA, listed);
          case 1 -> rules.withoutKey(name, "KEY", listed);
          case 2 -> rules.cloud(name, listed);
          case 3 -> rules.provider(name, ProviderType.VLLM, listed);
          case 4 -> rules.provider(name, ProviderType.LLAMA_CPP, listed);
          case 5 -> rules.provider(name, ProviderType.OPENAI, listed);
          default -> rules.provider(name, ProviderType.OLLAMA, listed);
        };
  }

  private static Arbitrary<LiveLists> lists() {
    Arbitrary<Finding> up =
        some(MODELS).map(names -> new Finding.Up(names.stream().map(ModelName::new).toList()));
    Arbitrary<Finding> down = Arbitraries.just(new Finding.Down(FailureKind.SERVER, "refused"));
    Arbitrary<Finding> finding = Arbitraries.oneOf(up, down);
    return finding
        .optional()
        .list()
        .ofSize(PROVIDERS.size())
        .map(
            found -> {
              LiveLists lists = LiveLists.UNKNOWN;
              for (int i = 0; i < found.size(); i++) {
                ProviderName provider = new ProviderName(PROVIDERS.get(i));
                LiveLists known = lists;
                lists = found.get(i).map(one -> known.with(provider, one)).orElse(known);
              }
              return lists;
            });
  }

  private static Arbitrary<RouteQuery> queries() {
    Arbitrary<List<ModelName>> fallbacks =
        Arbitraries.of(names()).map(ModelName::new).list().ofMaxSize(2);
    return Combinators.combine(
            Arbitraries.of(Operation.class),
            Arbitraries.of(MODELS).map(ModelName::new).injectNull(0.05),
            fallbacks,
            Arbitraries.of(true, false))
        .as(
            (operation, model, own, disabled) ->
                new RouteQuery(
                    new CallId("c"),
                    operation,
                    model,
                    false,
                    null,
                    RequestFacts.NONE,
                    own,
                    disabled));
  }

  private static Arbitrary<List<String>> some(List<String> words) {
    return Arbitraries.of(words).list().ofMaxSize(4).uniqueElements();
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(MODELS);
    names.addAll(PROVIDERS);
    return names;
  }
}
