package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reloads while clients ask: none of them sees anything of it, and nothing is left behind. */
class ReloadUnderLoadTest {
  private static final int RELOADS = Boolean.getBoolean("lab.soak") ? 200 : 40;

  private static final int CLIENTS = 4;

  /** What the script of the provider and the recorder of the bus keep of each request. */
  private static final long NOTED = 2 * 1024;

  @TempDir private Path folder = Path.of("");

  /** Two providers that change places, models that come and go, and one name that stays. */
  private static String providers(int round) {
    boolean even = round % 2 == 0;
    return """
    providers:
      %s: {type: vllm, base_url: "@%s", status: active, models: [stays, m%d]}
      always: {type: vllm, base_url: "@always", status: active, models: [stays]}
    health_checks: {enabled: false}
    """
        .formatted(even ? "even" : "odd", even ? "even" : "odd", round);
  }

  @Test
  void noRequestFailsAndNoMemoryIsKept() throws Exception {
    try (Lab lab = Lab.start(folder, Map.of("providers.yaml", providers(0) + also()))) {
      for (String name : List.of("even", "odd", "always")) {
        lab.provider(name).otherwise(Wire.VLLM.whole("hello"));
      }
      Queue<String> failures = new ConcurrentLinkedQueue<>();
      AtomicInteger served = new AtomicInteger();
      AtomicBoolean over = new AtomicBoolean();
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(Thread.ofVirtual().start(() -> ask(lab, failures, served, over)));
      }

      // When
      long settled = 0;
      int servedBefore = 0;
      try (HttpClient http = HttpClient.newHttpClient()) {
        for (int round = 1; round <= RELOADS; round++) {
          reload(lab, http, round);
          if (round == RELOADS / 4) {
            servedBefore = served.get();
            settled = used();
          }
        }
      }
      over.set(true);
      for (Thread client : clients) {
        client.join();
      }
      long grown = used() - settled - NOTED * (served.get() - servedBefore);
      System.out.printf(
          "%d reloads, %d requests, %d failed, heap grew by %d KiB beside what is noted of them%n",
          RELOADS, served.get(), failures.size(), grown / 1024);

      // Then
      assertThat(failures).isEmpty();
      assertThat(served.get()).isGreaterThan(RELOADS);
      assertThat(grown).isLessThan(4L * 1024 * 1024);
    }
  }

  /** Named once in comments, so that all three are there from the start. */
  private static String also() {
    return "# @even @odd @always\n";
  }

  private void reload(Lab lab, HttpClient http, int round) throws Exception {
    String text = providers(round);
    for (String name : List.of("even", "odd", "always")) {
      text = text.replace("@" + name, lab.provider(name).address().toString());
    }
    Path unused = Files.writeString(folder.resolve("providers.yaml"), text);
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + lab.port() + "/admin/reload"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(new JsonObject(answer.body()).getString("status"))
        .as(answer.body())
        .isEqualTo("activated");
  }

  private static void ask(
      Lab lab, Queue<String> failures, AtomicInteger served, AtomicBoolean over) {
    try (Client client = lab.client()) {
      while (!over.get()) {
        Answer answer = client.chat(Lab.body("stays", served.get() % 2 == 0)).answer();
        if (answer.status() == 200) {
          int unused = served.incrementAndGet();
        } else {
          failures.add(answer.status() + " " + answer.body());
        }
      }
    } catch (Exception broken) {
      failures.add(broken.toString());
    }
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
