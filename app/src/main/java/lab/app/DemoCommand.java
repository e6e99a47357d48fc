package lab.app;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import lab.config.ConfigLoader;
import lab.config.Configuration;
import lab.config.Finding;
import lab.config.Loading;
import lab.testkit.demo.DemoProviders;
import lab.testkit.demo.Pace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab demo}: simulated model servers and a node in front of them; needs nothing else. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Runs simulated model servers and a node in front of them.")
final class DemoCommand implements Callable<Integer> {
  private static final int USUAL_PORT = 4000;

  /** What runs, and where. */
  private static final String LINE = "  %-22s %s%n";

  @Option(
      names = "--port",
      defaultValue = "${LAB_PORT}",
      description = "the port for clients (LAB_PORT; default: 4000, or any free one)")
  private @Nullable Integer port;

  @Option(names = "--fast", description = "no human pace: answer as fast as possible")
  private boolean fast;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Demo demo = Demo.start(port == null ? freeOr(USUAL_PORT) : port, fast);
    print(out, demo);
    // The rest ends with the process: it has nothing that could be left behind.
    new Waiting(demo.node(), Duration.ZERO).untilStopped();
    return 0;
  }

  private static int freeOr(int wanted) {
    try (ServerSocket free = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException taken) {
      return 0;
    }
  }

  private static void print(PrintWriter out, Demo demo) {
    int port = demo.node().port();
    out.println("Everything here is simulated: no model runs, the answers are made up.");
    out.println();
    demo.simulated().forEach((name, at) -> out.printf(LINE, name, at));
    out.printf(LINE, "the gateway", "http://localhost:" + port + "/v1");
    out.println();
    out.println("Try:");
    out.println();
    out.printf(
        """
          curl -N http://localhost:%1$d/v1/chat/completions -H 'content-type: application/json' \\
            -d '{"model": "demo-chat", "stream": true,
                 "messages": [{"role": "user", "content": "Why is the sky blue?"}]}'

          curl http://localhost:%1$d/v1/models
          curl http://localhost:%1$d/v1/chat/completions -H 'content-type: application/json' \\
            -d '{"model": "demo-fails-500", "messages": [{"role": "user", "content": "Hello"}]}'

        Ready. Ctrl-C ends it.
        """,
        port);
    out.flush();
  }

  /** The running parts of a demo. */
  record Demo(Node node, DemoProviders providers, Vertx servers) {

    static Demo start(int port, boolean fast) throws Exception {
      Vertx servers = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
      DemoProviders providers =
          DemoProviders.start(servers, fast ? Pace.FULL_SPEED : Pace.HUMAN)
              .await(20, TimeUnit.SECONDS);
      NodeOptions options =
          NodeOptions.of(configuration(providers, port), "demo", "127.0.0.1").withPort(port);
      Node node = Node.start(options).await(20, TimeUnit.SECONDS);
      return new Demo(node, providers, servers);
    }

    /** Its files are there only until they are read, so that no end of the demo leaves them. */
    private static Configuration configuration(DemoProviders providers, int port)
        throws IOException {
      Path folder = Files.createTempDirectory("lab-demo");
      try {
        providers.writeConfiguration(folder, port == 0 ? USUAL_PORT : port);
        return load(folder);
      } finally {
        delete(folder);
      }
    }

    private static Configuration load(Path folder) {
      return switch (ConfigLoader.load(folder, Map.of())) {
        case Loading.Valid(Configuration configuration, List<Finding> findings) -> configuration;
        case Loading.Invalid(List<Finding> findings) ->
            throw new IllegalStateException("the demo's configuration is wrong: " + findings);
        case Loading.Unreadable(String because, List<Finding> findings) ->
            throw new IllegalStateException(because);
      };
    }

    private static void delete(Path folder) throws IOException {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }

    Map<String, URI> simulated() {
      return providers.addresses();
    }

    void close() throws Exception {
      var ended =
          node.stop(Duration.ZERO, Duration.ofSeconds(1))
              .eventually(() -> providers.close())
              .eventually(servers::close);
      var unused = ended.await(10, TimeUnit.SECONDS);
    }
  }
}
