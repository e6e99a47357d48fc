package lab.app;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import lab.config.Configuration;
import lab.config.Finding;
import lab.config.Loading;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab check}: everything that is wrong with a configuration, at once. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Checks a configuration folder: all findings at once, with file, line and column. Exit"
            + " status 0 valid, 1 errors, 2 unreadable.")
final class CheckCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--json", description = "print the findings as JSON")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Loading loading = config.load();
    if (json) {
      out.println(asJson(loading).encodePrettily());
    } else {
      loading.findings().forEach(out::println);
      out.println(summary(loading));
    }
    return switch (loading) {
      case Loading.Valid valid -> 0;
      case Loading.Invalid invalid -> 1;
      case Loading.Unreadable unreadable -> 2;
    };
  }

  private String summary(Loading loading) {
    return switch (loading) {
      case Loading.Valid(Configuration configuration, List<Finding> findings) ->
          "%s is valid: %d providers, %d exact names, %d patterns, %d chains; %d warnings"
              .formatted(
                  config.folder(),
                  configuration.providers().size(),
                  configuration.exact().size(),
                  configuration.patterns().size(),
                  configuration.chains().size(),
                  count(findings, Finding.Severity.WARNING));
      case Loading.Invalid(List<Finding> findings) ->
          "%s has %d errors and %d warnings"
              .formatted(
                  config.folder(),
                  count(findings, Finding.Severity.ERROR),
                  count(findings, Finding.Severity.WARNING));
      case Loading.Unreadable(String because, List<Finding> findings) -> because;
    };
  }

  private static long count(List<Finding> findings, Finding.Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  private static JsonObject asJson(Loading loading) {
    JsonObject json =
        new JsonObject()
            .put("valid", loading instanceof Loading.Valid)
            .put("findings", Outcome.json(loading.findings()));
    return loading instanceof Loading.Unreadable unreadable
        ? json.put("because", unreadable.because())
        : json;
  }
}
