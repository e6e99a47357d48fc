package lab.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import lab.config.Finding;
import lab.config.Loading;
import lab.contract.NodeId;
import lab.contract.Reload;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab config}: what was in force before, the way back to it, and other proxies' files. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Shows what was in force before, brings it back; imports and exports.",
    subcommands = {ExchangeCommand.Export.class, ExchangeCommand.Import.class},
    synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "history",
      mixinStandardHelpOptions = true,
      description = "Lists what was in force on this machine's node, the newest last.")
  int history(@Mixin ConfigOption config, @Mixin StateOption state) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<History.Entry> entries = new History(state.folder(config)).entries();
    for (History.Entry entry : entries) {
      Reload.Content content = entry.content();
      out.printf(
          "%4d  epoch %d  %s  %s  by %s (%s): %s%n",
          entry.number(),
          content.epoch(),
          FilesDigest.of(content),
          content.at(),
          content.who(),
          content.by(),
          content.why());
    }
    if (entries.isEmpty()) {
      out.println("nothing was kept in " + state.folder(config));
    }
    return 0;
  }

  @Command(
      name = "diff",
      mixinStandardHelpOptions = true,
      description = "Shows in which lines the files differ from what was in force. Exit status 0.")
  int diff(
      @Mixin ConfigOption config,
      @Mixin StateOption state,
      @Parameters(
              arity = "0..1",
              paramLabel = "N",
              description = "a number of the history; none for what differs and is the newest")
          @Nullable Integer number)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, String> present = config.withEnvironment().read().texts();
    History.Entry entry = entry(new History(state.folder(config)), number, present);
    Map<String, String> before = entry.content().files();
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(present.keySet());
    for (String name : names) {
      Lines.diff(name, before.getOrDefault(name, ""), present.getOrDefault(name, ""))
          .forEach(out::println);
    }
    return 0;
  }

  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description =
          "Puts files back that were in force; the present ones are kept in the history first. A"
              + " node that watches its files goes by them within seconds.")
  int rollback(
      @Mixin ConfigOption config,
      @Mixin StateOption state,
      @Parameters(
              arity = "0..1",
              paramLabel = "N",
              description = "a number of the history; none for what differs and is the newest")
          @Nullable Integer number)
      throws IOException {
    History history = new History(state.folder(config));
    ConfigFolder folder = config.withEnvironment();
    Map<String, String> present = folder.read().texts();
    History.Entry entry = entry(history, number, present);
    Map<String, String> files = entry.content().files();
    refuseUnusable(folder, entry);
    keep(history, present);
    write(folder.path(), present, files);
    spec.commandLine()
        .getOut()
        .printf(
            "%s has the files of number %d again (epoch %d, %s)%n",
            folder.path(),
            entry.number(),
            entry.content().epoch(),
            FilesDigest.of(entry.content()));
    return 0;
  }

  private static History.Entry entry(
      History history, @Nullable Integer number, Map<String, String> present) throws IOException {
    if (number != null) {
      return history
          .read(number)
          .orElseThrow(() -> new Told(1, "the history has no number " + number));
    }
    return history.entries().reversed().stream()
        .filter(entry -> !entry.content().files().equals(present))
        .findFirst()
        .orElseThrow(() -> new Told(1, "the history has nothing but the present files"));
  }

  private static void refuseUnusable(ConfigFolder folder, History.Entry entry) {
    Map<String, String> files = entry.content().files();
    for (String name : files.keySet()) {
      if (!folder.path().resolve(name).normalize().startsWith(folder.path().normalize())) {
        throw new Told(1, name + " is outside of " + folder.path() + "; put it back by hand");
      }
    }
    if (folder.meaning(files) instanceof Loading.Invalid(List<Finding> findings)) {
      throw new Told(1, "number " + entry.number() + " can not be used: " + findings.getFirst());
    }
  }

  private static void keep(History history, Map<String, String> present) throws IOException {
    Reload.Content last = history.latest().map(History.Entry::content).orElse(null);
    if (last == null || !last.files().equals(present)) {
      var unused =
          history.add(
              new Reload.Content(
                  0,
                  Instant.now(),
                  new NodeId("command"),
                  "lab config rollback",
                  "the files before it",
                  present,
                  last == null ? Map.of() : last.statuses()));
    }
  }

  /** Each whole or not at all; those that were not there go. */
  private static void write(Path folder, Map<String, String> present, Map<String, String> files)
      throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      EditedFile.write(folder.resolve(file.getKey()), file.getValue());
    }
    for (String name : present.keySet()) {
      if (!files.containsKey(name)) {
        boolean unused = Files.deleteIfExists(folder.resolve(name));
      }
    }
  }
}
