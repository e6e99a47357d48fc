package lab.bench.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;

/** Answers that are given again, from the node's memory and from a Redis; and what misses cost. */
final class Cached {
  private static final String NEAR = "litellm_settings: {cache: true}";
  private static final String FAR =
      "litellm_settings: {cache: true, cache_params: {type: redis, port: %d}}";
  private static final int MANY = 1_000_000;

  private final Path lab;
  private final int rounds;
  private final int seconds;

  Cached(Path lab, int rounds, int seconds) {
    this.lab = lab;
    this.rounds = rounds;
    this.seconds = seconds;
  }

  void run() throws Exception {
    hits();
    misses();
    int port = Setup.freePort();
    List<String> redis =
        List.of(
            "redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "");
    try (Child _ = Child.start("redis", redis, "Ready");
        Setup far = new Setup(lab, FAR.formatted(port))) {
      hits("from a Redis", far);
    }
    try (Setup full = new Setup(lab, NEAR)) {
      many(full);
    }
  }

  /** Answers from the node's memory alone. */
  void hits() throws Exception {
    try (Setup near = new Setup(lab, NEAR)) {
      hits("from the node's memory", near);
    }
  }

  /** Questions that were never asked before alone. */
  void misses() throws Exception {
    try (Setup off = new Setup(lab, "{}");
        Setup on = new Setup(lab, NEAR)) {
      misses(off, on);
    }
  }

  private void hits(String from, Setup setup) throws Exception {
    Path script = Wrk.script(setup.folder(), "hit", Chat.body("bench", 900, false));
    Alternation all = new Alternation(rounds, seconds);
    all.add("nginx", setup.nginxPort(), setup.nginx());
    all.add("node", setup.nodePort(), setup.node());
    all.run("1 KB chat, " + from + ", 32 connections", "nginx", script, 32);
    all.run("1 KB chat, " + from + ", 1 connection", "nginx", script, 1);
    System.out.println(page(setup));
    System.out.println();
  }

  private void misses(Setup off, Setup on) throws Exception {
    String body = Chat.body("bench", 900, false).replaceFirst("Words", "#");
    Path script = Wrk.counting(off.folder(), "miss", body);
    Alternation all = new Alternation(rounds, seconds);
    all.add("without", off.nodePort(), off.node());
    all.add("with", on.nodePort(), on.node());
    all.run("1 KB chat, never asked before, 32 connections", "without", script, 32);
  }

  /** Until so many different questions have been asked. */
  private void many(Setup setup) throws Exception {
    String body = Chat.body("bench", 900, false).replaceFirst("Words", "#");
    long asked = 0;
    for (int run = 0; asked < MANY; run++) {
      Path script = Wrk.counting(setup.folder(), "many-" + run, body);
      asked += Wrk.run(setup.nodePort(), script, 64, 4 * seconds).requests();
    }
    System.out.printf(
        "%d different questions: %d MB resident; %s%n%n",
        asked, setup.node().residentMegabytes(), page(setup));
  }

  private static String page(Setup setup) throws Exception {
    URI page = URI.create("http://127.0.0.1:" + setup.nodePort() + "/admin/cache");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
    }
  }
}
