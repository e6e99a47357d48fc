package lab.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The processes of a bench: the upstream, nginx and a node in front of it. */
final class Setup implements AutoCloseable {
  private final Path folder;
  private final List<Child> running = new ArrayList<>();
  private final int upstreamPort;
  private final int nginxPort;
  private final int nodePort;
  private final Child upstream;
  private final Child nginx;
  private final Child node;
  private final double nodeReadySeconds;

  /**
   * @param lab the command that starts a node, at the root of the project
   * @param chunks per stream
   * @param gapMillis between chunks
   * @param nodePrefix words before the node's command, such as {@code taskset -c 0}
   * @param upstreamPrefix likewise before the upstream's
   */
  Setup(Path lab, int chunks, int gapMillis, List<String> nodePrefix, List<String> upstreamPrefix)
      throws IOException {
    this(lab, chunks, gapMillis, nodePrefix, upstreamPrefix, "{}");
  }

  /** One whose node has these settings: the text of its {@code gateway.yaml}. */
  Setup(Path lab, String settings) throws IOException {
    this(lab, 1, 1, List.of(), List.of(), settings);
  }

  private Setup(
      Path lab,
      int chunks,
      int gapMillis,
      List<String> nodePrefix,
      List<String> upstreamPrefix,
      String settings)
      throws IOException {
    folder = Files.createTempDirectory("lab-bench");
    Path unused = Files.writeString(folder.resolve("gateway.yaml"), settings);
    upstreamPort = freePort();
    nginxPort = freePort();
    nodePort = freePort();
    List<String> answering = new ArrayList<>(upstreamPrefix);
    answering.addAll(
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC",
            "-Xmx1g",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            UpstreamServer.class.getName(),
            Integer.toString(upstreamPort),
            Integer.toString(chunks),
            Integer.toString(gapMillis)));
    upstream = keep(Child.start("upstream", answering, "ready"));
    nginx = keep(Child.start("nginx", nginxCommand(), ""));
    List<String> serve = new ArrayList<>(nodePrefix);
    serve.addAll(
        List.of(
            lab.toString(),
            "serve",
            "--config",
            nodeConfiguration().toString(),
            "--port",
            Integer.toString(nodePort),
            "--metrics-port",
            "0"));
    long before = System.nanoTime();
    node = keep(Child.start("node", serve, "ready"));
    nodeReadySeconds = (System.nanoTime() - before) / 1e9;
  }

  private Child keep(Child process) {
    running.add(process);
    return process;
  }

  private List<String> nginxCommand() throws IOException {
    Path configuration =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off; worker_processes 1; pid %1$s/nginx.pid; error_log %1$s/error.log;
            worker_rlimit_nofile 20000;
            events { worker_connections 16000; }
            http {
              access_log off; client_body_buffer_size 64k; keepalive_requests 10000000;
              client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/f; uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
              upstream model { server 127.0.0.1:%2$d; keepalive 512; keepalive_requests 10000000; }
              server {
                listen 127.0.0.1:%3$d backlog=8192;
                location / {
                  proxy_pass http://model; proxy_http_version 1.1;
                  proxy_set_header Connection ""; proxy_buffering off; proxy_read_timeout 300s;
                }
              }
            }
            """
                .formatted(folder, upstreamPort, nginxPort));
    return List.of("nginx", "-c", configuration.toString(), "-p", folder.toString());
  }

  private Path nodeConfiguration() throws IOException {
    Files.writeString(
        folder.resolve("providers.yaml"),
        """
        providers:
          bench:
            type: openai_compatible
            base_url: http://127.0.0.1:%1$d
            status: active
            models: [bench]
          bench_ollama:
            type: ollama
            base_url: http://127.0.0.1:%1$d
            status: active
            models: [bench-ollama]
          bench_anthropic:
            type: anthropic
            base_url: http://127.0.0.1:%1$d
            status: active
            models: [bench-anthropic]
        health_checks:
          enabled: false
        """
            .formatted(upstreamPort));
    Files.writeString(
        folder.resolve("model-mappings.yaml"),
        """
        exact_matches:
          bench-spliced:
            provider: bench
            backend_model: bench
        """);
    return folder;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  Path folder() {
    return folder;
  }

  int upstreamPort() {
    return upstreamPort;
  }

  int nginxPort() {
    return nginxPort;
  }

  int nodePort() {
    return nodePort;
  }

  Child upstream() {
    return upstream;
  }

  Child nginx() {
    return nginx;
  }

  /** From the node's command to the line that says it is ready. */
  double nodeReadySeconds() {
    return nodeReadySeconds;
  }

  Child node() {
    return node;
  }

  @Override
  public void close() {
    running.reversed().forEach(Child::close);
  }
}
