package lab.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A process of {@link StreamClient}. */
record StreamRun(Process process) {
  /** Its last line. */
  static final Pattern RESULT =
      Pattern.compile(
          "finished (\\d+) broken (\\d+) chunks (\\d+) p50us (-?\\d+) p99us (-?\\d+)"
              + " silentms (\\d+)");

  static StreamRun start(int port, String path, String body, int streams, int seconds)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                StreamClient.class.getName(),
                Integer.toString(port),
                path,
                body,
                Integer.toString(streams),
                Integer.toString(seconds)));
    return new StreamRun(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  boolean running() {
    return process.isAlive();
  }

  /** All that it said, once it has ended. */
  String finish() throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
