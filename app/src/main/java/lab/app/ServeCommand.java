package lab.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import lab.app.log.LogFormat;
import lab.config.Configuration;
import lab.contract.NodeId;
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
      names = "--roles",
      split = ",",
      converter = RoleWord.class,
      defaultValue = "${LAB_ROLES:-gateway,router,health,metrics}",
      description = "what this node does (LAB_ROLES; default: ${DEFAULT-VALUE})")
  private Set<Role> roles = EnumSet.allOf(Role.class);

  @Option(
      names = "--log-format",
      defaultValue = "${LAB_LOG_FORMAT:-json}",
      description = "json for programs, text for people (LAB_LOG_FORMAT; default: json)")
  private LogFormat logFormat = LogFormat.JSON;

  @Option(
      names = "--watch",
      negatable = true,
      defaultValue = "${LAB_WATCH:-true}",
      fallbackValue = "true",
      description = "read the files again when they change (LAB_WATCH; default: ${DEFAULT-VALUE})")
  private boolean watch;

  @Mixin private StateOption state = new StateOption();

  @Mixin private ClusterFlags cluster = new ClusterFlags();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    logFormat.choose();
    PrintWriter out = spec.commandLine().getErr();
    NodeId id = id();
    ClusterOptions clustered = cluster.options();
    if (clustered != null) {
      clustered.checkInterface();
    }
    ConfigFolder folder = config.withEnvironment();
    ConfigFolder.Read read = folder.read();
    History history = new History(state.folder(config));
    History.Last last = last(history, out);
    Configuration configuration =
        config.orTold(read.loading(), out).withStatuses(Maker.statuses(last.statuses()));
    Listening listening = Listening.decide(host, configuration.settings(), allowUnauthenticated);
    if (listening.warning() != null) {
      out.println("WARN " + listening.warning());
    }
    NodeOptions options =
        NodeOptions.of(configuration, id.value(), listening.host())
            .withRoles(roles)
            .withPort(port)
            .withMetricsPort(metricsPort)
            .withSource(ConfigSource.of(folder, read, id, history, last, watch))
            .withOpen(allowUnauthenticated)
            .withStateDir(state.folder(config))
            .withCluster(clustered)
            .apart();
    try (StateLock lock = StateLock.of(options.stateDir())) {
      if (lock.isShared()) {
        out.printf(
            "WARN another node uses %s too, and each takes the other's keys from it; give each a"
                + " --state-dir of its own%n",
            options.stateDir());
      }
      Node running = Node.start(options).await(60, TimeUnit.SECONDS);
      StartReport.print(out, running, config.folder());
      new Waiting(running, configuration.settings().limits().drainDelay()).untilStopped();
    }
    return 0;
  }

  /** A node that can not know how it was left serves all the same. */
  private static History.Last last(History history, PrintWriter out) {
    try {
      return history.last();
    } catch (IOException unreadable) {
      out.printf(
          "WARN the history can not be read: %s; what was in force before is not known, nor which"
              + " providers an operator took out of use%n",
          Told.of(unreadable).getMessage());
      return History.Last.UNKNOWN;
    }
  }

  private NodeId id() {
    if (node.isBlank()) {
      throw new Told(1, "--node is empty; it must be the name of this node");
    }
    return new NodeId(node);
  }
}
