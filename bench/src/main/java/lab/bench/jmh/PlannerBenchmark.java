package lab.bench.jmh;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import lab.config.Configuration;
import lab.contract.CallId;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.RequestFacts;
import lab.contract.RouteDecision;
import lab.contract.RouteQuery;
import lab.router.board.Board;
import lab.router.live.LiveLists;
import lab.router.plan.Plan;
import lab.router.plan.RoutePlanner;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A decision, by the stage that makes it, and the preparation of all of them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PlannerBenchmark {
  /** More than a planner keeps of names that the configuration does not have. */
  private static final int STRANGERS = 5_000;

  /** Exact names; a tenth as many patterns, and a twenty-fifth as many chains. */
  @Param({"200", "5000"})
  private int models = 200;

  private final Board board = Board.of(LiveLists.UNKNOWN);
  private final RouteQuery exact = query("model-120", null);
  private final RouteQuery pattern = query("family-15/any", null);
  private final RouteQuery fallThrough = query("nobody:7b", null);
  private final RouteQuery balanced = query(PlannerSetup.BALANCED, null);
  private final RouteQuery capability = query(null, PlannerSetup.CAPABILITY);
  private final List<RouteQuery> strangers =
      IntStream.range(0, STRANGERS).mapToObj(i -> query("family-15/" + i, null)).toList();

  private Configuration configuration = PlannerSetup.configuration(models);
  private RoutePlanner planner = planner(configuration);
  private int next;

  /** Takes the parameter in. */
  @Setup
  public void prepare() {
    configuration = PlannerSetup.configuration(models);
    planner = planner(configuration);
  }

  private static RoutePlanner planner(Configuration configuration) {
    return new RoutePlanner(Plan.of(configuration), new SplittableRandom(1));
  }

  private static RouteQuery query(@Nullable String model, @Nullable String capability) {
    return new RouteQuery(
        new CallId("c"),
        Operation.CHAT,
        model == null ? null : new ModelName(model),
        true,
        capability,
        RequestFacts.NONE,
        List.of(),
        false);
  }

  @Benchmark
  public RouteDecision exact() {
    return planner.decide(exact, board, Instant.EPOCH);
  }

  @Benchmark
  public RouteDecision pattern() {
    return planner.decide(pattern, board, Instant.EPOCH);
  }

  /** A name that was not asked for lately: matched and prepared from the start. */
  @Benchmark
  public RouteDecision patternOfANewName() {
    next = (next + 1) % STRANGERS;
    return planner.decide(strangers.get(next), board, Instant.EPOCH);
  }

  @Benchmark
  public RouteDecision byDefault() {
    return planner.decide(fallThrough, board, Instant.EPOCH);
  }

  /** Smooth round robin among two whose conditions are asked. */
  @Benchmark
  public RouteDecision balanced() {
    return planner.decide(balanced, board, Instant.EPOCH);
  }

  @Benchmark
  public RouteDecision capability() {
    return planner.decide(capability, board, Instant.EPOCH);
  }

  @Benchmark
  public Plan compile() {
    return Plan.of(configuration);
  }
}
