package lab.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What metrics, feed and a line per request cost together, and what it costs to be scraped. */
final class Watching {
  private static final String SERVING = "gateway,router,health";

  private final Path lab;
  private final int rounds;
  private final int seconds;

  Watching(Path lab, int rounds, int seconds) {
    this.lab = lab;
    this.rounds = rounds;
    this.seconds = seconds;
  }

  void run() throws Exception {
    try (Setup setup = new Setup(lab, "{}")) {
      requests(setup);
      new Scraped(lab, setup.upstreamPort(), rounds).run();
    }
  }

  /** The same load on a node with all of it, on one without, and on one with each part alone. */
  private void requests(Setup setup) throws Exception {
    Path small = Wrk.script(setup.folder(), "small", Chat.body("bench", 900, false));
    Path folder = setup.folder();
    int[] ports = {Setup.freePort(), Setup.freePort(), Setup.freePort(), Setup.freePort()};
    try (Child without = start(lab, folder, ports[0], "OFF", SERVING);
        Child counted = start(lab, folder, ports[1], "OFF", SERVING + ",metrics");
        Child told = start(lab, folder, ports[2], "INFO", SERVING);
        Child with = start(lab, folder, ports[3], "INFO", SERVING + ",metrics")) {
      Alternation all = new Alternation(rounds, seconds);
      all.add("unwatched", ports[0], without);
      all.add("metrics and feed", ports[1], counted);
      all.add("a line per request", ports[2], told);
      all.add("watched", ports[3], with);
      all.run(
          "1 KB chat, with metrics, feed and a line per request, and without; target 1.12",
          "unwatched",
          small,
          32);
    }
  }

  /**
   * Starts a node and waits until it is ready.
   *
   * @param configuration its folder
   * @param lines the level of the lines that are told of requests
   * @param roles what it does
   */
  static Child start(Path lab, Path configuration, int port, String lines, String roles)
      throws IOException {
    return Child.start(
        "node",
        List.of(
            "env",
            "LAB_ACCESS_LOG=" + lines,
            lab.toString(),
            "serve",
            "--config",
            configuration.toString(),
            "--state-dir",
            configuration.resolve("state-" + port).toString(),
            "--roles",
            roles,
            "--port",
            Integer.toString(port),
            "--metrics-port",
            "0"),
        "ready on http");
  }
}
