package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lab.app.FreePorts;

/** A real Redis of this machine, on a port of its own, that can be frozen and killed. */
final class RedisServer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/redis-server");

  private final int port;
  private final List<String> options;
  private Process process;

  private RedisServer(int port, List<String> options) throws IOException {
    this.port = port;
    this.options = options;
    this.process = run();
  }

  /** Whether this machine has one. */
  static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /** Starts one with these further options. */
  static RedisServer start(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("--save", "", "--appendonly", "no"));
    all.addAll(List.of(options));
    return new RedisServer(FreePorts.one(), all);
  }

  /**
   * Starts a sentinel from its file, which it writes to.
   *
   * @param options further ones
   */
  static RedisServer sentinel(Path file, List<String> options) throws IOException {
    List<String> all = new ArrayList<>(List.of(file.toString(), "--sentinel"));
    all.addAll(options);
    return new RedisServer(FreePorts.one(), all);
  }

  private Process run() throws IOException {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    // The file of a sentinel has to come first.
    command.addAll(options);
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    await().atMost(Duration.ofSeconds(10)).until(this::listens);
    return started;
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  int port() {
    return port;
  }

  /** Where servers of its cluster reach it. */
  int clusterPort() {
    return Integer.parseInt(option("--cluster-port"));
  }

  /** Where nodes reach it: by TLS where it speaks that. */
  int servedPort() {
    return options.contains("--tls-port") ? Integer.parseInt(option("--tls-port")) : port;
  }

  private String option(String name) {
    return options.get(options.indexOf(name) + 1);
  }

  /** It neither answers nor goes away, until {@link #thaw}. */
  void freeze() throws Exception {
    signal("-STOP");
  }

  void thaw() throws Exception {
    signal("-CONT");
  }

  private void signal(String signal) throws Exception {
    Process kill =
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  void kill() {
    Process ended = process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    assertThat(ended.isAlive()).isFalse();
  }

  void restart() throws IOException {
    process = run();
  }

  /** Sends one command as it is typed, and gives the first bytes of the answer. */
  String say(String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String password = password();
      if (!password.isEmpty()) {
        assertThat(say(socket, "AUTH " + password)).startsWith("+OK");
      }
      return say(socket, command);
    }
  }

  private static String say(Socket socket, String command) throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
    byte[] answer = new byte[64 * 1024];
    int length = socket.getInputStream().read(answer);
    return new String(answer, 0, Math.max(0, length), StandardCharsets.ISO_8859_1);
  }

  /** What it asks for, or empty. */
  private String password() {
    return options.contains("--requirepass") ? option("--requirepass") : "";
  }

  @Override
  public void close() {
    kill();
  }
}
