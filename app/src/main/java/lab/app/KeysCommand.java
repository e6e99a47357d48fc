package lab.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import lab.config.ClientKey;
import lab.config.Configuration;
import lab.config.NewKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab keys}: the keys of clients in {@code keys.yaml}. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "Makes, lists and disables the keys of clients in keys.yaml.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {KeysCommand.New.class, KeysCommand.Listed.class, KeysCommand.Disable.class})
final class KeysCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Makes a key. */
  @Command(
      name = "new",
      mixinStandardHelpOptions = true,
      description =
          "Makes a key and prints it, which nobody can do again, with its entry for keys.yaml.")
  static final class New implements Runnable {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

    @Parameters(paramLabel = "ALIAS", description = "the key's name")
    private String alias = "";

    @Mixin private ConfigOption config = new ConfigOption();

    @Option(
        names = "--models",
        split = ",",
        description = "what may be asked for; * is any letters")
    private List<String> models = new ArrayList<>();

    @Option(names = "--capabilities", split = ",", description = "likewise")
    private List<String> capabilities = new ArrayList<>();

    @Option(names = "--expires", paramLabel = "DAY", description = "from when on it is refused")
    private @Nullable LocalDate expires;

    @Option(names = "--rpm", description = "requests per minute")
    private @Nullable Integer rpm;

    @Option(names = "--tpm", description = "tokens per minute")
    private @Nullable Integer tpm;

    @Option(names = "--write", description = "add the entry to keys.yaml")
    private boolean write;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      if (!PLAIN.matcher(alias).matches()) {
        throw new Told(2, "ALIAS is \"" + alias + "\"; it must be up to 64 of A-Z a-z 0-9 . _ @ -");
      }
      NewKey key = NewKey.make(new SecureRandom());
      List<String> entry = entry(key);
      PrintWriter out = spec.commandLine().getOut();
      if (write) {
        changed(new KeysFile(config.folder()), file -> file.add(entry));
      }
      out.println(key.reveal());
      entry.forEach(line -> out.println("  " + line));
      out.flush();
    }

    private List<String> entry(NewKey key) {
      List<String> lines = new ArrayList<>();
      lines.add(alias + ":");
      lines.add("  sha256: " + key.hash().hex());
      addList(lines, "models", models);
      addList(lines, "capabilities", capabilities);
      add(lines, "expires", expires);
      add(lines, "rpm", rpm);
      add(lines, "tpm", tpm);
      return lines;
    }

    private static void addList(List<String> lines, String key, List<String> names) {
      if (!names.isEmpty()) {
        lines.add(
            "  " + key + ": [" + String.join(", ", names.stream().map(New::quoted).toList()) + "]");
      }
    }

    private static void add(List<String> lines, String key, @Nullable Object value) {
      if (value != null) {
        lines.add("  " + key + ": " + value);
      }
    }

    private static String quoted(String name) {
      return "'" + name.replace("'", "''") + "'";
    }
  }

  /** Lists the keys. */
  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the keys.")
  static final class Listed implements Runnable {
    @Mixin private ConfigOption config = new ConfigOption();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      PrintWriter out = spec.commandLine().getOut();
      Configuration configuration = config.orTold(spec.commandLine().getErr());
      Instant now = Instant.now();
      List<ClientKey> keys = configuration.settings().access().keys();
      if (keys.isEmpty()) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(config.folder() + " has no keys; ./lab keys new NAME --write makes one");
      }
      for (ClientKey key : keys) {
        out.printf("%-24s %s...  %-8s %s%n", key.alias(), key.hash(), state(key, now), may(key));
      }
      out.flush();
    }

    private static String state(ClientKey key, Instant now) {
      return key.disabled() ? "disabled" : key.isValid(now) ? "good" : "expired";
    }

    private static String may(ClientKey key) {
      String models = key.models().isEmpty() ? "any model" : String.join(" ", key.models());
      Instant expires = key.expires();
      return models
          + (expires == null ? "" : ", until " + LocalDate.ofInstant(expires, ZoneOffset.UTC));
    }
  }

  /** Disables a key. */
  @Command(
      name = "disable",
      mixinStandardHelpOptions = true,
      description = "Disables a key in keys.yaml; it can be enabled there again.")
  static final class Disable implements Runnable {
    @Parameters(paramLabel = "ALIAS", description = "the key's name")
    private String alias = "";

    @Mixin private ConfigOption config = new ConfigOption();

    @Option(names = "--write", description = "do it; without it only the line to add is printed")
    private boolean write;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      PrintWriter out = spec.commandLine().getOut();
      if (write) {
        changed(new KeysFile(config.folder()), file -> file.disable(alias));
        out.println(alias + " is disabled in " + new KeysFile(config.folder()).path());
      } else {
        out.println("  " + alias + ":\n    disabled: true");
      }
      out.flush();
    }
  }

  private interface Change {
    void to(KeysFile file) throws IOException;
  }

  private static void changed(KeysFile file, Change change) {
    try {
      change.to(file);
    } catch (IOException failed) {
      throw new Told(1, file.path() + " can not be changed: " + failed);
    }
  }
}
