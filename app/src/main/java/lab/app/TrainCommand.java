package lab.app;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * What a JVM runs to learn which classes a node needs (JEP 514): a node and simulated providers, a
 * handful of requests, the end. {@code ./lab} calls it once per build.
 */
@Command(name = "train", hidden = true, description = "Runs through a node's start once.")
final class TrainCommand implements Callable<Integer> {
  private static final List<String> MODELS = List.of("demo-chat", "demo-coder", "demo-failover");
  private static final int ROUNDS = 20;

  @Override
  public Integer call() throws Exception {
    DemoCommand.Demo demo = DemoCommand.Demo.start(0, true);
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      String base = "http://127.0.0.1:" + demo.node().port();
      for (int round = 0; round < ROUNDS; round++) {
        for (String model : MODELS) {
          for (boolean stream : new boolean[] {true, false}) {
            send(client, post(base, model, stream));
          }
        }
      }
      send(client, HttpRequest.newBuilder(URI.create(base + "/v1/models")).build());
      send(client, HttpRequest.newBuilder(URI.create(base + "/metrics")).build());
    }
    demo.close();
    return 0;
  }

  private static HttpRequest post(String base, String model, boolean stream) {
    String body =
        """
        {"model": "%s", "stream": %s, "max_tokens": 20,
         "messages": [{"role": "user", "content": "Hello"}]}
        """
            .formatted(model, stream);
    return HttpRequest.newBuilder(URI.create(base + "/v1/chat/completions"))
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static void send(HttpClient client, HttpRequest request) throws Exception {
    HttpResponse<String> unused = client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
