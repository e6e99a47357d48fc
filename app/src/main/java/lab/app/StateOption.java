package lab.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --state-dir}, the same for every command that reads or writes what a node keeps. */
final class StateOption {
  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      defaultValue = "${LAB_STATE_DIR}",
      description =
          "where a node keeps what has to last: what was in force, what operators said"
              + " (LAB_STATE_DIR; default: .state in the configuration folder)")
  private @Nullable Path folder;

  /** The folder, which need not be there yet. */
  Path folder(ConfigOption config) {
    return folder == null ? config.folder().resolve(".state") : folder;
  }
}
