package lab.bench.jmh;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import lab.config.Chain;
import lab.config.Configuration;
import lab.config.Credentials;
import lab.config.DefaultRules;
import lab.config.ExactMatch;
import lab.config.HealthChecks;
import lab.config.ModelEntry;
import lab.config.PatternRule;
import lab.config.Provider;
import lab.config.ProviderStatus;
import lab.config.ProviderType;
import lab.config.Settings;
import lab.config.TimeLimits;
import lab.contract.CallId;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.ProviderName;
import lab.contract.RouteDecision;
import lab.contract.RouteQuery;
import lab.contract.SourceRef;
import lab.router.board.Board;
import lab.router.live.LiveLists;
import lab.router.plan.Plan;
import lab.router.plan.RoutePlanner;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A decision, by the stage that makes it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PlannerBenchmark {
  private static final ProviderName PROVIDER = new ProviderName("p");
  private static final int MODELS = 200;
  private static final int PATTERNS = 20;

  private final RoutePlanner planner =
      new RoutePlanner(Plan.of(configuration()), new SplittableRandom(1));
  private final Board board = Board.of(LiveLists.UNKNOWN);
  private final RouteQuery exact = query("model-120");
  private final RouteQuery pattern = query("family-15/any");
  private final RouteQuery fallThrough = query("nobody:7b");

  private static RouteQuery query(String model) {
    return new RouteQuery(
        new CallId("c"), Operation.CHAT, new ModelName(model), true, List.of(), false);
  }

  private static Configuration configuration() {
    List<ModelEntry> models =
        java.util.stream.IntStream.range(0, MODELS)
            .mapToObj(
                i ->
                    new ModelEntry(
                        new ModelName("model-" + i),
                        7.0,
                        8192,
                        null,
                        TimeLimits.UNSAID,
                        SourceRef.BUILT_IN))
            .toList();
    Provider provider =
        new Provider(
            PROVIDER,
            ProviderType.OPENAI_COMPATIBLE,
            URI.create("http://127.0.0.1:1"),
            ProviderStatus.ACTIVE,
            models,
            new Credentials.NotNeeded(),
            TimeLimits.UNSAID,
            null,
            null,
            Map.of(),
            SourceRef.BUILT_IN);
    Map<ModelName, ExactMatch> exact = new LinkedHashMap<>();
    models.forEach(
        model ->
            exact.put(
                model.name(),
                new ExactMatch(
                    model.name(),
                    List.of(new ExactMatch.Target(PROVIDER, null)),
                    null,
                    SourceRef.BUILT_IN)));
    List<PatternRule> patterns =
        java.util.stream.IntStream.range(0, PATTERNS)
            .mapToObj(
                i ->
                    new PatternRule(
                        com.google.re2j.Pattern.compile("^family-" + i + "/.*"),
                        PROVIDER,
                        null,
                        SourceRef.BUILT_IN))
            .toList();
    Chain chain = new Chain(List.of("model-1", "model-2"), null, SourceRef.BUILT_IN);
    return new Configuration(
        Map.of(PROVIDER, provider),
        exact,
        patterns,
        Map.of(new ModelName("model-120"), chain),
        chain,
        new DefaultRules(PROVIDER, null, null, List.of(), SourceRef.BUILT_IN),
        Settings.DEFAULT,
        HealthChecks.DEFAULT);
  }

  @Benchmark
  public RouteDecision exact() {
    return planner.decide(exact, board, Instant.EPOCH);
  }

  @Benchmark
  public RouteDecision pattern() {
    return planner.decide(pattern, board, Instant.EPOCH);
  }

  @Benchmark
  public RouteDecision byDefault() {
    return planner.decide(fallThrough, board, Instant.EPOCH);
  }
}
