package lab.app.e2e.provider;

import java.util.Map;
import lab.testkit.answers.Answers;
import lab.testkit.script.Reply;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;

/** Secrets that a request leaves in a node: each says {@code planted}, wherever it comes out. */
final class Planted {
  static final String MASTER = "sk-master-planted-1";
  static final String HEADER = "X-Mine: header-planted-2";
  static final String ANSWER = "answer-planted-3";
  private static final String PROVIDERS_KEY = "sk-provider-planted-4";
  private static final String PROMPT = "prompt-planted-5";
  private static final String REFUSAL = "refusal-planted-6";

  private Planted() {}

  /** A provider {@code bad} of the model {@code m}, and {@code good} of {@code n}, its fallback. */
  static Map<String, String> files(String moreOfGateway, String moreOfMappings) {
    return Map.of(
        "gateway.yaml",
        "general_settings: {master_key: " + MASTER + "}\n" + moreOfGateway,
        "providers.yaml",
        """
        health_checks: {enabled: false}
        providers:
          bad: {type: vllm, base_url: "@bad", api_key: %1$s, models: [m]}
          good: {type: vllm, base_url: "@good", api_key: %1$s, models: [n]}
        """
            .formatted(PROVIDERS_KEY),
        "model-mappings.yaml",
        "fallback_chains: {m: [n], n: []}\n" + moreOfMappings);
  }

  /** Has {@code bad} fail with this status, and {@code good} answer. */
  static void script(Lab lab, int status) {
    lab.provider("bad")
        .otherwise(Reply.json(status, "{\"error\": {\"message\": \"" + REFUSAL + "\"}}"));
    lab.provider("good").otherwise(Answers.chat(Flavour.VLLM, "n", Said.words(ANSWER)));
  }

  /** A header with this key. */
  static String by(String key) {
    return "Authorization: Bearer " + key;
  }

  static String question(String model) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(model, PROMPT);
  }
}
