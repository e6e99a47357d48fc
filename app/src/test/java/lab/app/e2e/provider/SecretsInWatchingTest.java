package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lab.testkit.script.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people and programs that watch a node get to see of requests, keys and addresses. */
class SecretsInWatchingTest {
  private static final String ROUTING_KEY = "routing-key-planted-7";

  private static final Map<String, String> FILES =
      Planted.files(
          """
          alert_settings:
            webhooks:
              plain: {type: json, url: "@hook/path-planted-8?token=planted-9"}
              chat: {type: slack, url: "@hook/path-planted-8?token=planted-9"}
              pager: {type: pagerduty, url: "@pager/path-planted-8", routing_key: %s}
          """
              .formatted(ROUTING_KEY),
          "special_cases: {error_based_routing: {enabled: true}}\n");

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void nothingThatIsSecretIsShownToWhoWatchesNorToldToAWebhook(@TempDir Path folder)
      throws Exception {
    // Given
    try (client;
        Lab lab = Lab.start(folder, FILES)) {
      Planted.script(lab, 401);
      for (String name : List.of("hook", "pager")) {
        lab.provider(name).otherwise(Reply.json(200, "{}"));
      }

      // When
      Answer answer = lab.ask(Planted.question("m"), Planted.by(Planted.MASTER), Planted.HEADER);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  bodies(lab, "hook").size() == 2
                      && bodies(lab, "pager").size() == 1
                      && page(lab, "/admin/alerts").contains("\"pager\":\"open\""));

      // Then
      assertThat(answer.body()).contains(Planted.ANSWER);
      Map<String, String> seen = pages(lab);
      seen.put("hook", String.join("\n", bodies(lab, "hook")));
      JsonObject page = new JsonObject(bodies(lab, "pager").getFirst());
      assertThat(page.remove("routing_key")).isEqualTo(ROUTING_KEY);
      seen.put("pager", page.encode());
      assertThat(seen.get("/admin/alerts")).contains("\"AUTH\"");
      assertThat(seen.get("/admin/requests")).contains("\"model\":\"m\"");
      assertThat(seen.get("/admin/stats")).contains("\"bad\"");
      assertThat(seen.get("/metrics")).contains("provider_errors_total");
      assertThat(seen.get("hook")).contains("AUTH bad");
      assertThat(seen).allSatisfy((place, text) -> assertThat(text).doesNotContain("planted"));
    }
  }

  private Map<String, String> pages(Lab lab) throws Exception {
    Map<String, String> pages = new LinkedHashMap<>();
    for (String path :
        List.of(
            "/metrics",
            "/admin/alerts",
            "/admin/requests",
            "/admin/stats",
            "/admin/providers",
            "/admin/cluster",
            "/health")) {
      pages.put(path, page(lab, path));
    }
    return pages;
  }

  private String page(Lab lab, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + lab.port() + path))
            .header("Authorization", "Bearer " + Planted.MASTER)
            .build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private static List<String> bodies(Lab lab, String provider) {
    return lab.provider(provider).requests().stream()
        .map(request -> request.body().toString())
        .toList();
  }
}
