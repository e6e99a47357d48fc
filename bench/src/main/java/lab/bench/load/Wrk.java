package lab.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of wrk against one target. */
final class Wrk {
  private static final Pattern LATENCY = Pattern.compile("(50|99)%\\s+([0-9.]+)(us|ms|s)");
  private static final Pattern TOTAL = Pattern.compile("(\\d+) requests in");
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern BAD = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
  private static final Pattern BROKEN =
      Pattern.compile("connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

  private Wrk() {}

  /**
   * What a run gave.
   *
   * @param requests answered
   * @param perSecond requests
   * @param p50 microseconds
   * @param p99 microseconds
   * @param failed answers that were none
   */
  record Result(long requests, double perSecond, double p50, double p99, long failed) {}

  static Path script(Path folder, String name, String body) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".lua"),
        "wrk.method = \"POST\"\n"
            + "wrk.headers[\"content-type\"] = \"application/json\"\n"
            + "wrk.body = [[\n"
            + body
            + "]]\n");
  }

  /** A script that asks at this path, whatever the address says. */
  static Path script(Path folder, String name, String path, String body) throws IOException {
    Path plain = script(folder, name, body);
    return Files.writeString(plain, Files.readString(plain) + "wrk.path = \"" + path + "\"\n");
  }

  /** A script whose body is another one with each request: its {@code #} is a number. */
  static Path counting(Path folder, String name, String body) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".lua"),
        """
        wrk.method = "POST"
        wrk.headers["content-type"] = "application/json"
        math.randomseed(os.time())
        local before, after, count = [[%s]], [[%s]], math.random(1000000) * 10000000
        request = function()
          count = count + 1
          return wrk.format(nil, nil, nil, before .. string.format("%%.0f", count) .. after)
        end
        """
            .formatted(
                body.substring(0, body.indexOf('#')), body.substring(body.indexOf('#') + 1)));
  }

  static Result run(int port, Path script, int connections, int seconds) throws IOException {
    return run(port, script, connections, seconds, List.of());
  }

  /** A run with words before its command, such as {@code taskset -c 1}. */
  static Result run(int port, Path script, int connections, int seconds, List<String> prefix)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            "wrk",
            "-t1",
            "-c" + connections,
            "-d" + seconds + "s",
            "--timeout",
            "10s",
            "--latency",
            "-s",
            script.toString(),
            "http://127.0.0.1:" + port + "/v1/chat/completions"));
    Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher broken = BROKEN.matcher(out);
    long failed = (long) first(BAD, out);
    if (broken.find()) {
      for (int i = 1; i <= 4; i++) {
        failed += Long.parseLong(broken.group(i));
      }
    }
    return new Result(
        (long) first(TOTAL, out), first(RATE, out), latency(out, "50"), latency(out, "99"), failed);
  }

  private static double first(Pattern pattern, String out) {
    Matcher matcher = pattern.matcher(out);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }

  private static double latency(String out, String percent) {
    Matcher matcher = LATENCY.matcher(out);
    while (matcher.find()) {
      if (matcher.group(1).equals(percent)) {
        double value = Double.parseDouble(matcher.group(2));
        return switch (matcher.group(3)) {
          case "s" -> value * 1_000_000;
          case "ms" -> value * 1_000;
          default -> value;
        };
      }
    }
    return -1;
  }
}
