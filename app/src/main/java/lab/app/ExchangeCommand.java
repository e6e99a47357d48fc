package lab.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import lab.config.ConfigFiles;
import lab.config.ConfigLoader;
import lab.config.Configuration;
import lab.config.Converted;
import lab.config.LiteLlmExport;
import lab.config.LiteLlmImport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab config export} and {@code import}: from and to the file of a LiteLLM proxy. */
final class ExchangeCommand {
  private static final String FORCE = "overwrite what is there";

  private ExchangeCommand() {}

  /** {@code lab config export FORM}. */
  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Writes the configuration in the form of another proxy.")
  static final class Export {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Command(
        name = "litellm",
        mixinStandardHelpOptions = true,
        description =
            "Writes it as one file of a LiteLLM proxy; what it has no words for is named.")
    int litellm(
        @Mixin ConfigOption config,
        @Option(
                names = "--output",
                paramLabel = "FILE",
                description = "where to; nothing is overwritten without --force (default: printed)")
            @Nullable Path output,
        @Option(names = "--force", description = FORCE) boolean force)
        throws IOException {
      PrintWriter err = spec.commandLine().getErr();
      ConfigFolder.Read read = config.withEnvironment().read();
      Configuration meaning = config.orTold(read.loading(), err);
      Converted converted = LiteLlmExport.of(read.texts(), meaning);
      String text = converted.files().getOrDefault(LiteLlmExport.FILE, "");
      converted.notes().forEach(err::println);
      if (output == null) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
      } else {
        refuseToOverwrite(List.of(output), force);
        EditedFile.write(output, text);
      }
      return 0;
    }
  }

  /** {@code lab config import FILE}. */
  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description =
          "Makes providers.yaml, model-mappings.yaml and gateway.yaml of the file of a LiteLLM"
              + " proxy; what has no effect here is named.")
  static final class Import implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "a LiteLLM configuration, or one exported here")
    private Path file = Path.of("");

    @Option(
        names = "--into",
        paramLabel = "DIR",
        defaultValue = "config",
        description = "the folder to write to (default: ${DEFAULT-VALUE})")
    private Path folder = Path.of("config");

    @Option(names = "--force", description = FORCE)
    private boolean force;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
      PrintWriter err = spec.commandLine().getErr();
      ConfigOption option = new ConfigOption();
      String text = text();
      Converted converted = LiteLlmImport.of(text, meaning(option, Map.of("gateway.yaml", text)));
      // Whole before a byte is written: what was made has to be as good as what was given.
      Configuration made = meaning(option, converted.files());
      List<Path> targets = converted.files().keySet().stream().map(folder::resolve).toList();
      refuseToOverwrite(targets, force);
      Path unused = Files.createDirectories(folder);
      for (Map.Entry<String, String> each : converted.files().entrySet()) {
        EditedFile.write(folder.resolve(each.getKey()), each.getValue());
      }
      converted.notes().forEach(err::println);
      spec.commandLine()
          .getOut()
          .printf(
              "%s has %d providers and %d exact names of %s%n",
              folder, made.providers().size(), made.exact().size(), file);
      return 0;
    }

    private String text() throws IOException {
      try {
        return Files.readString(file);
      } catch (CharacterCodingException binary) {
        throw new Told(1, file + " is not UTF-8");
      }
    }

    private Configuration meaning(ConfigOption option, Map<String, String> files) {
      return option.orTold(
          ConfigLoader.load(ConfigFiles.of(files), System.getenv()), spec.commandLine().getErr());
    }
  }

  private static void refuseToOverwrite(List<Path> targets, boolean force) {
    for (Path target : targets) {
      if (!force && Files.exists(target)) {
        throw new Told(1, target + " is there already; --force overwrites it");
      }
    }
  }
}
