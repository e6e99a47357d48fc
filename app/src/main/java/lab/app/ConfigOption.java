package lab.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import lab.config.ConfigLoader;
import lab.config.Configuration;
import lab.config.Finding;
import lab.config.Loading;
import picocli.CommandLine.Option;

/** {@code --config}, the same for every command that reads a configuration. */
final class ConfigOption {
  @Option(
      names = "--config",
      paramLabel = "DIR",
      defaultValue = "${LAB_CONFIG:-config}",
      description = "the configuration folder (default: ${DEFAULT-VALUE}; LAB_CONFIG)")
  private Path folder = Path.of("config");

  Path folder() {
    return folder;
  }

  Loading load() {
    return ConfigLoader.load(folder, System.getenv());
  }

  /** The folder with the environment of this process. */
  ConfigFolder withEnvironment() {
    return new ConfigFolder(folder, System.getenv());
  }

  /**
   * The configuration, with its warnings printed.
   *
   * @throws Told naming every error, where there is one
   */
  Configuration orTold(PrintWriter out) {
    return orTold(load(), out);
  }

  /**
   * The same of what was loaded.
   *
   * @throws Told naming every error, where there is one
   */
  Configuration orTold(Loading loading, PrintWriter out) {
    return switch (loading) {
      case Loading.Valid(Configuration configuration, List<Finding> findings) -> {
        findings.stream()
            .filter(finding -> finding.severity() != Finding.Severity.INFO)
            .forEach(out::println);
        yield configuration;
      }
      case Loading.Invalid(List<Finding> findings) -> {
        findings.forEach(out::println);
        out.flush();
        throw new Told(1, "the configuration in " + folder + " has errors; nothing was started");
      }
      case Loading.Unreadable(String because, List<Finding> findings) -> {
        findings.forEach(out::println);
        out.flush();
        throw new Told(2, because);
      }
    };
  }
}
