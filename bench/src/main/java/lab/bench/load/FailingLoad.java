package lab.bench.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.locks.LockSupport;

/** Requests at a steady pace, each for the next of many models, whose answers nobody reads. */
final class FailingLoad {
  /** What the name of each model begins with; its number follows. */
  static final String MODEL = "failing-";

  private final URI chats;
  private final int models;
  private final long gapNanos;
  private int next;

  /**
   * @param port of the node that is asked
   * @param models how many
   * @param perSecond requests
   */
  FailingLoad(int port, int models, int perSecond) {
    this.chats = URI.create("http://127.0.0.1:" + port + "/v1/chat/completions");
    this.models = models;
    this.gapNanos = 1_000_000_000L / perSecond;
  }

  /** Goes on where the last run ended, and waits for its last answers. */
  void run(int seconds) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      long began = System.nanoTime();
      long count = seconds * 1_000_000_000L / gapNanos;
      for (long i = 0; i < count; i++) {
        LockSupport.parkNanos(began + i * gapNanos - System.nanoTime());
        String body = Chat.body(MODEL + next, 20, false);
        next = (next + 1) % models;
        var unused =
            client.sendAsync(
                HttpRequest.newBuilder(chats)
                    .header("content-type", "application/json")
                    .POST(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.discarding());
      }
    }
  }
}
