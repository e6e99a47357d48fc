package lab.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A scrape of a node that has asked each of many providers for each of many models. */
final class Scraped {
  private static final int PROVIDERS = 20;
  private static final int MODELS = 200;

  /** Its number, the upstream's port, and its models. */
  private static final String PROVIDER =
      "  p%d: {type: openai_compatible, base_url: 'http://127.0.0.1:%d', models: [%s]}\n";

  /** Before the compiler has done its work a scrape is no usual one. */
  private static final int WARM_UP = 50;

  private static final int SCRAPES_PER_ROUND = 20;
  private static final long LOOK_NANOS = 1_000_000;

  private final Path lab;
  private final int upstreamPort;
  private final int rounds;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Scraped(Path lab, int upstreamPort, int rounds) {
    this.lab = lab;
    this.upstreamPort = upstreamPort;
    this.rounds = rounds;
  }

  void run() throws Exception {
    int port = Setup.freePort();
    String roles = "gateway,router,health,metrics";
    try (Child _ = Watching.start(lab, configuration(), port, "OFF", roles)) {
      askAll(port);
      String text = "";
      for (int i = 0; i < WARM_UP; i++) {
        text = get(port, "/metrics");
      }
      Series scrapes = new Series();
      Series beside = new Series();
      Series alone = new Series();
      for (int round = 0; round < rounds; round++) {
        looks(port, alone, () -> LockSupport.parkNanos(SCRAPES_PER_ROUND * 20 * LOOK_NANOS));
        looks(port, beside, () -> scrape(port, scrapes));
      }
      System.out.printf(
          Locale.ROOT,
          "a scrape of %d series, %d KiB, %d models at %d providers: %.1f ms (median), %.1f ms"
              + " (most); target 50 ms%n"
              + "another page meanwhile: %.1f ms at most (median of %d rounds), %.1f ms without"
              + " scrapes; target 10 ms%n%n",
          text.lines().filter(line -> !line.startsWith("#")).count(),
          text.length() / 1024,
          MODELS,
          PROVIDERS,
          scrapes.median(),
          scrapes.best(),
          beside.median(),
          rounds,
          alone.median());
    } finally {
      client.close();
    }
  }

  /** Each model once at each provider: its turns are those of one event loop. */
  private void askAll(int port) throws Exception {
    for (int model = 0; model < MODELS; model++) {
      String body = Chat.body("m" + model, 20, false);
      for (int i = 0; i < PROVIDERS; i++) {
        var unused =
            client.send(
                HttpRequest.newBuilder(at(port, "/v1/chat/completions"))
                    .header("content-type", "application/json")
                    .POST(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.discarding());
      }
    }
  }

  private void scrape(int port, Series scrapes) {
    for (int i = 0; i < SCRAPES_PER_ROUND; i++) {
      long began = System.nanoTime();
      String unused = get(port, "/metrics");
      scrapes.add((System.nanoTime() - began) / 1e6);
    }
  }

  /**
   * Asks for a page that costs nothing while something goes on; keeps the longest time. On a bare
   * socket: the client that scrapes has one thread for all that comes, megabytes of it.
   */
  private void looks(int port, Series longest, Runnable meanwhile) throws Exception {
    byte[] request =
        "GET /health/liveliness HTTP/1.1\r\nhost: localhost\r\n\r\n".getBytes(US_ASCII);
    byte[] answer = new byte[8 * 1024];
    double most = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Thread running = Thread.ofPlatform().start(meanwhile);
      while (running.isAlive()) {
        long began = System.nanoTime();
        socket.getOutputStream().write(request);
        if (socket.getInputStream().read(answer) <= 0) {
          throw new IOException("the node hung up");
        }
        most = Math.max(most, (System.nanoTime() - began) / 1e6);
        LockSupport.parkNanos(LOOK_NANOS);
      }
      running.join();
    }
    longest.add(most);
  }

  private String get(int port, String path) {
    try {
      return client
          .send(HttpRequest.newBuilder(at(port, path)).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException lost) {
      throw new IllegalStateException("the node did not answer at " + path, lost);
    }
  }

  private static URI at(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private Path configuration() throws IOException {
    Path folder = Files.createTempDirectory("lab-bench");
    String models =
        IntStream.range(0, MODELS).mapToObj(i -> "m" + i).collect(Collectors.joining(", "));
    String all =
        IntStream.range(0, PROVIDERS)
            .mapToObj(i -> "{provider: p" + i + "}")
            .collect(Collectors.joining(", "));
    Path providers =
        Files.writeString(
            folder.resolve("providers.yaml"),
            IntStream.range(0, PROVIDERS)
                .mapToObj(i -> PROVIDER.formatted(i, upstreamPort, models))
                .collect(
                    Collectors.joining("", "health_checks: {enabled: false}\nproviders:\n", "\n")));
    Path rules =
        Files.writeString(
            folder.resolve("model-mappings.yaml"),
            IntStream.range(0, MODELS)
                .mapToObj(
                    i -> "  m%d: {strategy: round_robin, providers: [%s]}\n".formatted(i, all))
                .collect(Collectors.joining("", "load_balancing:\n", "\n")));
    return folder;
  }
}
