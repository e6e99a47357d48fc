package lab.app.e2e.provider;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lab.testkit.answers.Refusals;

/**
 * A node with a cache and prices in front of a provider that answers, one that limits and one that
 * fails, and with a webhook that alerts are told.
 */
final class WatchedLab {
  /** What one round asks for: an answer, the same again, a fallback, a failure, an unknown name. */
  static final List<String> ROUND = List.of("m", "m", "pair", "hopeless", "invented");

  private WatchedLab() {}

  static Lab start(Path folder) throws Exception {
    Lab lab =
        Lab.start(
            folder,
            Map.of(
                "gateway.yaml",
                """
                litellm_settings: {num_retries: 0, cache: true}
                alert_settings: {webhooks: {ops: {type: json, url: "@hook"}}}
                """,
                "providers.yaml",
                """
                health_checks: {enabled: false}
                providers:
                  good:
                    type: vllm
                    base_url: "@good"
                    models: [m]
                    cost_per_1k_tokens: {m: {input: 1000, output: 2000}}
                  bad: {type: vllm, base_url: "@bad", models: [limited]}
                  dead: {type: vllm, base_url: "@dead", models: [gone, lost]}
                """,
                "model-mappings.yaml",
                """
                exact_matches:
                  pair: {provider: bad, backend_model: limited, fallback: m}
                  hopeless: {provider: dead, backend_model: gone, fallback: lost}
                special_cases:
                  rate_limited_fallback: {enabled: true}
                """));
    lab.provider("good").otherwise(CacheLab.stream());
    lab.provider("bad").otherwise(Refusals.openAiRate(Duration.ofSeconds(30)));
    lab.provider("dead").otherwise(Refusals.openAiServerError());
    return lab;
  }

  /** Asks for each of a round, and gives the statuses. */
  static List<Integer> round(Lab lab) throws IOException {
    List<Integer> statuses = new ArrayList<>();
    for (String model : ROUND) {
      statuses.add(lab.chat(model, true).status());
    }
    return statuses;
  }

  /** What a node tells of itself, in plain text or as OpenMetrics. */
  static HttpResponse<String> scrape(int port, String accept) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
            .header("Accept", accept)
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }
}
