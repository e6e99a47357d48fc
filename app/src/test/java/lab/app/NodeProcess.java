package lab.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node in a JVM of its own, as an operator starts it; killed when it is closed. */
final class NodeProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready on http://localhost:(\\d+)/v1");

  private final Process process;
  private final int port;

  private NodeProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts {@code lab serve} on free ports and waits until it is ready.
   *
   * @param folder its configuration
   * @param options more of them
   */
  static NodeProcess serve(Path folder, String... options) throws IOException {
    return start(List.of(), System.getProperty("java.class.path"), folder, options);
  }

  /**
   * Likewise from what was packaged, with so many descriptors at most: jars stay open, and a class
   * that is read from a folder takes a descriptor more.
   */
  static NodeProcess servePackagedWithin(int descriptors, Path folder) throws IOException {
    return start(
        List.of("sh", "-c", "ulimit -n \"$0\" && exec \"$@\"", Integer.toString(descriptors)),
        Path.of("target", "lab", "lab.jar").toString(),
        folder);
  }

  private static NodeProcess start(
      List<String> within, String classPath, Path folder, String... options) throws IOException {
    List<String> command = new ArrayList<>(within);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath));
    command.addAll(List.of(Main.class.getName(), "serve", "--config", folder.toString()));
    command.addAll(List.of("--port", "0", "--metrics-port", "0"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    return new NodeProcess(process, portOf(process));
  }

  private static int portOf(Process process) throws IOException {
    List<String> said = new ArrayList<>();
    BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.add(line);
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        return Integer.parseInt(ready.group(1));
      }
    }
    throw new AssertionError("the node ended: " + said);
  }

  URI at(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Sends it a signal, such as {@code TERM}. */
  void signal(String name) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("kill -" + name + " failed");
    }
  }

  /** Waits for its end. */
  int status(Duration longest) throws InterruptedException {
    if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("it runs after " + longest);
    }
    return process.exitValue();
  }

  boolean runs() {
    return process.isAlive();
  }

  @Override
  public void close() {
    Process unused = process.destroyForcibly();
  }
}
