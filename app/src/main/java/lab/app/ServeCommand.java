package lab.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import lab.config.Configuration;
import lab.contract.Role;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab serve}: a node, until it is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Runs a node until it gets SIGINT or SIGTERM.")
final class ServeCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--host",
      defaultValue = "${LAB_HOST}",
      description = "the address to listen on (LAB_HOST; default: the file's, else 127.0.0.1)")
  private @Nullable String host;

  @Option(
      names = "--allow-unauthenticated",
      defaultValue = "${LAB_ALLOW_UNAUTHENTICATED:-false}",
      description =
          "listen on an address that others can reach though nothing protects this node"
              + " (LAB_ALLOW_UNAUTHENTICATED)")
  private boolean allowUnauthenticated;

  @Option(
      names = "--port",
      defaultValue = "${LAB_PORT}",
      description = "the port for clients (LAB_PORT; default: the file's, else 4000)")
  private @Nullable Integer port;

  @Option(
      names = "--metrics-port",
      defaultValue = "${LAB_METRICS_PORT}",
      description = "a port of its own for /metrics, 0 for none (LAB_METRICS_PORT; default 9090)")
  private @Nullable Integer metricsPort;

  @Option(
      names = "--node",
      defaultValue = "${LAB_NODE:-lab}",
      description = "the name of this node (LAB_NODE; default: ${DEFAULT-VALUE})")
  private String node = "lab";

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      defaultValue = "${LAB_STATE_DIR}",
      description =
          "what the node keeps over a restart (LAB_STATE_DIR; default: .state in the configuration"
              + " folder)")
  private @Nullable Path stateDir;

  @Option(
      names = "--roles",
      split = ",",
      defaultValue = "${LAB_ROLES:-gateway,router,health,metrics}",
      description = "what this node does (LAB_ROLES; default: ${DEFAULT-VALUE})")
  private Set<Role> roles = EnumSet.allOf(Role.class);

  @Mixin private ClusterFlags cluster = new ClusterFlags();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getErr();
    ClusterOptions clustered = cluster.options();
    Configuration configuration = config.orTold(out);
    Listening listening = Listening.decide(host, configuration.settings(), allowUnauthenticated);
    if (listening.warning() != null) {
      out.println("WARN " + listening.warning());
    }
    NodeOptions options =
        NodeOptions.of(configuration, node, listening.host())
            .withRoles(roles)
            .withPort(port)
            .withMetricsPort(metricsPort)
            .withFiles(FilesDigest.of(config.folder()))
            .withOpen(allowUnauthenticated)
            .withStateDir(stateDir == null ? config.folder().resolve(".state") : stateDir)
            .withCluster(clustered);
    Node running = Node.start(options).await(60, TimeUnit.SECONDS);
    StartReport.print(out, running, config.folder());
    new Waiting(running, configuration.settings().limits().drainDelay()).untilStopped();
    return 0;
  }
}
