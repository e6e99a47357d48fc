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
import lab.testkit.answers.Answers;
import lab.testkit.script.Reply;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people and programs that watch a node get to see of requests, keys and addresses. */
class SecretsInWatchingTest {
  private static final String MASTER = "sk-master-planted-1";
  private static final String PROVIDERS_KEY = "sk-provider-planted-2";
  private static final String HEADER = "header-planted-3";
  private static final String PROMPT = "prompt-planted-4";
  private static final String ANSWER = "answer-planted-5";
  private static final String REFUSAL = "refusal-planted-6";
  private static final String ROUTING_KEY = "routing-key-planted-7";

  private static final Map<String, String> FILES =
      Map.of(
          "gateway.yaml",
          """
          general_settings: {master_key: %s}
          alert_settings:
            webhooks:
              plain: {type: json, url: "@hook/path-planted-8?token=planted-9"}
              chat: {type: slack, url: "@hook/path-planted-8?token=planted-9"}
              pager: {type: pagerduty, url: "@pager/path-planted-8", routing_key: %s}
          """
              .formatted(MASTER, ROUTING_KEY),
          "providers.yaml",
          """
          health_checks: {enabled: false}
          providers:
            bad: {type: vllm, base_url: "@bad", api_key: %s, models: [m]}
            good: {type: vllm, base_url: "@good", api_key: %s, models: [n]}
          """
              .formatted(PROVIDERS_KEY, PROVIDERS_KEY),
          "model-mappings.yaml",
          "fallback_chains: {m: [n], n: []}\nspecial_cases: {error_based_routing: {enabled: true}}\n");

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void nothingThatIsSecretIsShownToWhoWatchesNorToldToAWebhook(@TempDir Path folder)
      throws Exception {
    // Given
    try (client;
        Lab lab = Lab.start(folder, FILES)) {
      lab.provider("bad")
          .otherwise(Reply.json(401, "{\"error\": {\"message\": \"" + REFUSAL + "\"}}"));
      lab.provider("good").otherwise(Answers.chat(Flavour.VLLM, "n", Said.words(ANSWER)));
      for (String name : List.of("hook", "pager")) {
        lab.provider(name).otherwise(Reply.json(200, "{}"));
      }

      // When
      Answer answer =
          lab.ask(
              "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + PROMPT + "\"}]}",
              "Authorization: Bearer " + MASTER,
              "X-Mine: " + HEADER);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  bodies(lab, "hook").size() == 2
                      && bodies(lab, "pager").size() == 1
                      && page(lab, "/admin/alerts").contains("\"pager\":\"open\""));

      // Then
      assertThat(answer.body()).contains(ANSWER);
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
            .header("Authorization", "Bearer " + MASTER)
            .build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private static List<String> bodies(Lab lab, String provider) {
    return lab.provider(provider).requests().stream()
        .map(request -> request.body().toString())
        .toList();
  }
}
