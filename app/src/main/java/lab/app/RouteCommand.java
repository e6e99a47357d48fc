package lab.app;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import lab.config.Configuration;
import lab.contract.CallId;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.RouteQuery;
import lab.router.board.Board;
import lab.router.explain.Explanation;
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
        "Explains where a request for a model would go, from the files alone: nothing is sent, and"
            + " nobody is asked what is up.")
final class RouteCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "the name a client would ask for; none for a request without a model")
  private @Nullable String model;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--operation",
      defaultValue = "chat",
      description = "chat, completion or embedding (default: ${DEFAULT-VALUE})")
  private Operation operation = Operation.CHAT;

  @Option(names = "--stream", description = "as for a stream")
  private boolean stream;

  @Option(
      names = "--fallbacks",
      split = ",",
      paramLabel = "MODEL",
      description = "the client's own fallbacks")
  private List<String> fallbacks = List.of();

  @Option(names = "--disable-fallbacks", description = "as with \"disable_fallbacks\": true")
  private boolean disableFallbacks;

  @Option(names = "--json", description = "print the explanation as JSON")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Configuration configuration = config.orTold(spec.commandLine().getErr());
    RouteQuery query =
        new RouteQuery(
            new CallId("route"),
            operation,
            model == null || model.isEmpty() ? null : new ModelName(model),
            stream,
            fallbacks.stream().map(ModelName::new).toList(),
            disableFallbacks);
    Explanation explanation =
        Explanation.of(
            query,
            new RoutePlanner(Plan.of(configuration), new SplittableRandom())
                .course(query, Board.of(LiveLists.UNKNOWN), Instant.now()));
    if (json) {
      out.println(explanation.json());
    } else {
      explanation.lines().forEach(out::println);
    }
    return 0;
  }
}
