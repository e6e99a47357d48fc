package lab.app;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import lab.config.Configuration;
import lab.contract.RequestFacts;
import lab.contract.RouteQuery;
import lab.gateway.limit.LimitsTold;
import lab.router.board.Board;
import lab.router.explain.Explanation;
import lab.router.explain.Overview;
import lab.router.live.LiveLists;
import lab.router.plan.Plan;
import lab.router.plan.RoutePlanner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab route}: where a request would go, and why; nothing is sent. */
@Command(
    name = "route",
    mixinStandardHelpOptions = true,
    description =
        "Explains where a request for a model would go, from the files alone or, with --url, by a"
            + " node that runs. No provider is sent anything.")
final class RouteCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "the name a client would ask for; none for a request without a model")
  private @Nullable String model;

  @Mixin private ConfigOption config = new ConfigOption();

  @Mixin private RequestOptions asked = new RequestOptions();

  @Option(
      names = "--all",
      description = "print one table of where everything goes that the configuration speaks of")
  private boolean all;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "ask the node that runs there, which knows what is up")
  private @Nullable URI url;

  @Option(
      names = "--key",
      defaultValue = "${LITELLM_MASTER_KEY}",
      description = "the master key of that node, where it takes one (LITELLM_MASTER_KEY)")
  private @Nullable String key;

  @Option(names = "--json", description = "print the explanation as JSON")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (url != null && all) {
      throw new Told(2, "--all is about the files and --url about a node; give one of them");
    }
    if (url != null) {
      tell(out, new RunningNode(url, key).explain(asked.request(model)));
      return 0;
    }
    Configuration configuration = config.orTold(spec.commandLine().getErr());
    // Always the same draws: the same files are told of in the same words.
    RoutePlanner planner = new RoutePlanner(Plan.of(configuration), new SplittableRandom(1));
    Board board = Board.of(LiveLists.UNKNOWN);
    Instant now = Instant.now();
    Function<RequestFacts, LimitsTold> limits = LimitsTold.ofFiles(configuration);
    BiFunction<Explanation, RequestFacts, Explanation> limited =
        (route, facts) -> Explanation.read(limits.apply(facts).addedTo(route.json()));
    if (all) {
      tell(out, new Overview(configuration, planner, board, now, asked.operation(), limited));
      return 0;
    }
    RouteQuery query = asked.request(model).query(configuration.choices());
    Explanation decided = Explanation.of(query, planner.course(query, board, now));
    tell(out, limited.apply(decided, query.facts()));
    return 0;
  }

  private void tell(PrintWriter out, Overview overview) {
    if (json) {
      out.println(overview.json());
    } else {
      overview.lines().forEach(out::println);
    }
  }

  private void tell(PrintWriter out, Explanation explanation) {
    if (json) {
      out.println(explanation.json());
    } else {
      explanation.lines().forEach(out::println);
    }
  }
}
