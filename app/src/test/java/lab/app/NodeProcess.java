package lab.app;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node in a JVM of its own, as an operator starts it; killed when it is closed. */
public final class NodeProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready on http://([^:]+):(\\d+)/v1");

  private static final Duration LONGEST_START = Duration.ofSeconds(60);

  /** Lines of its log that are kept, the first ones. */
  private static final int MOST_LINES = 2_000;

  private final Process process;
  private final CompletableFuture<URI> base = new CompletableFuture<>();
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final Thread follower = Thread.ofVirtual().unstarted(this::follow);

  private NodeProcess(Process process) {
    this.process = process;
    follower.start();
  }

  /**
   * Starts {@code lab serve} on a free port and waits until it is ready.
   *
   * @param folder its configuration
   * @param options more of them
   */
  public static NodeProcess serve(Path folder, String... options) throws IOException {
    return begin(List.of(), folder, options).ready();
  }

  /**
   * Likewise from what was packaged, with so many descriptors at most: jars stay open, and a class
   * that is read from a folder takes a descriptor more.
   */
  static NodeProcess servePackagedWithin(int descriptors, Path folder) throws IOException {
    return start(
            List.of("sh", "-c", "ulimit -n \"$0\" && exec \"$@\"", Integer.toString(descriptors)),
            Path.of("target", "lab", "lab.jar").toString(),
            folder)
        .ready();
  }

  /**
   * Starts {@code lab serve} on a free port and waits for nothing.
   *
   * @param within the command that runs it, such as one that gives it a network of its own; or none
   * @param folder its configuration
   * @param options more of them
   */
  public static NodeProcess begin(List<String> within, Path folder, String... options)
      throws IOException {
    return start(within, System.getProperty("java.class.path"), folder, options);
  }

  private static NodeProcess start(
      List<String> within, String classPath, Path folder, String... options) throws IOException {
    List<String> command = new ArrayList<>(within);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath));
    command.addAll(List.of(Main.class.getName(), "serve", "--config", folder.toString()));
    command.addAll(List.of("--port", "0", "--metrics-port", "0"));
    command.addAll(List.of(options));
    return new NodeProcess(
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
  }

  /** Reads on after its start: a process whose log nobody reads stands still. */
  private void follow() {
    BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (said.size() < MOST_LINES) {
          said.add(line);
        }
        Matcher ready = READY.matcher(line);
        if (ready.find()) {
          base.complete(URI.create("http://" + address(ready.group(1)) + ":" + ready.group(2)));
        }
      }
    } catch (IOException closed) {
      // It was killed; what it said before has been read.
    } finally {
      base.completeExceptionally(new IOException("the node ended: " + said));
    }
  }

  private static String address(String shown) {
    return shown.equals("localhost") ? "127.0.0.1" : shown;
  }

  /** Waits until it says that it is ready. */
  @CanIgnoreReturnValue
  public NodeProcess ready() throws IOException {
    try {
      URI unused = base.get(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS);
      return this;
    } catch (TimeoutException | ExecutionException never) {
      close();
      throw new IOException("the node did not become ready: " + said, never);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while a node started", stopped);
    }
  }

  /** One of its addresses, once it is ready. */
  public URI at(String path) {
    return base.join().resolve(path);
  }

  /** Its port for clients, once it is ready. */
  public int port() {
    return base.join().getPort();
  }

  /** What it has written to its log. */
  public List<String> said() {
    return List.copyOf(said);
  }

  /** Sends it a signal, such as {@code TERM}. */
  public void signal(String name) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("kill -" + name + " failed");
    }
  }

  /** Waits for its end; all that it has said is known then. */
  public int status(Duration longest) throws InterruptedException {
    if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS) || !follower.join(longest)) {
      throw new AssertionError("it runs after " + longest);
    }
    return process.exitValue();
  }

  /** Whether it has not ended. */
  public boolean runs() {
    return process.isAlive();
  }

  @Override
  public void close() {
    Process unused = process.destroyForcibly();
  }
}
