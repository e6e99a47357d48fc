package lab.app;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line: {@code ./lab demo|serve|check|route|keys}. */
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "One OpenAI-compatible address in front of many model servers.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      CheckCommand.class,
      RouteCommand.class,
      KeysCommand.class,
      ReloadCommand.class,
      ConfigCommand.class,
      TrainCommand.class
    })
public final class Main implements Runnable {
  private static final int UNPRINTED = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  public static void main(String[] arguments) {
    Printed out = Printed.standard();
    int status = run(arguments);
    System.exit(out.whole(System.err) || status != 0 ? status : UNPRINTED);
  }

  static int run(String... arguments) {
    return run(new CommandLine(new Main()), arguments);
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return run(new CommandLine(new Main()).setOut(out).setErr(err), arguments);
  }

  private static int run(CommandLine command, String... arguments) {
    return command
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setDefaultValueProvider(new EmptyVariables())
        .setParameterExceptionHandler(Main::misspelt)
        .setExecutionExceptionHandler(Main::told)
        .execute(arguments);
  }

  /** What is wrong comes last: after all options of a command nobody would see it. */
  private static int misspelt(CommandLine.ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    boolean unused = CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
    String name = command.getCommandSpec().qualifiedName();
    err.println(command.getColorScheme().errorText("lab: " + wrong.getMessage()));
    err.println("lab: see ./" + name + " --help");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** A failure that has words for people is told in one line, without a trace. */
  private static int told(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    Told told =
        switch (failure) {
          case Told said -> said;
          case IOException broken -> Told.of(broken);
          default -> throw failure;
        };
    command.getErr().println(command.getColorScheme().errorText("lab: " + told.getMessage()));
    return told.status();
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** The version as the jar says it. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"lab " + current()};
    }

    static String current() {
      String version = Main.class.getPackage().getImplementationVersion();
      return version == null ? "development" : version;
    }
  }
}
