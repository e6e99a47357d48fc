package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import lab.testkit.answers.Answers;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;

/** A node that keeps answers in a Redis, with one provider that always says the same. */
record RedisLab(Lab lab) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * Starts one.
   *
   * @param params of {@code cache_params}, besides the type
   */
  static RedisLab start(Path folder, String params) throws Exception {
    Lab lab =
        Lab.start(
            folder,
            Map.of(
                "gateway.yaml",
                """
                litellm_settings:
                  cache: true
                  cache_params: {type: redis, %s}
                """
                    .formatted(params),
                "providers.yaml",
                """
                health_checks: {enabled: false}
                providers:
                  good: {type: vllm, base_url: "@good", models: [m]}
                """));
    lab.provider("good").otherwise(Answers.chat(Flavour.OPENAI, "m", Said.words("Hello")));
    return new RedisLab(lab);
  }

  /** One with an own folder, that waits for a look-up as long as a busy machine may need. */
  static RedisLab patient(Path folder, int port, String more) throws Exception {
    return start(
        Files.createTempDirectory(folder, "node"), "port: " + port + ", lookup_timeout: 2s" + more);
  }

  /** The same that waits no longer than nodes usually do, for tests that measure it. */
  static RedisLab hasty(Path folder, int port) throws Exception {
    return start(Files.createTempDirectory(folder, "node"), "port: " + port);
  }

  private static String question(String words) {
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}";
  }

  private Answer ask(String words) throws Exception {
    Answer answer = lab.ask(question(words));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.said()).isEqualTo("Hello");
    return answer;
  }

  /** What {@code x-lab-cache} says of this question, which has to be answered. */
  String outcome(String words) throws Exception {
    return String.valueOf(ask(words).header("x-lab-cache"));
  }

  void awaitHit(String words) {
    await().atMost(PATIENCE).until(() -> outcome(words).equals("HIT"));
  }

  /** How often its provider was asked. */
  int asked() {
    return lab.provider("good").requests().size();
  }

  JsonArray keys(String... questions) throws Exception {
    JsonArray keys = new JsonArray();
    for (String words : questions) {
      keys.add(ask(words).header("x-litellm-cache-key"));
    }
    return keys;
  }

  Answer delete(JsonArray keys) throws Exception {
    return post("/cache/delete", new JsonObject().put("keys", keys).encode());
  }

  Answer flush() throws Exception {
    return post("/cache/flushall", "{}");
  }

  private Answer post(String path, String body) throws Exception {
    try (Client operator = lab.client()) {
      return operator.post(path, body).answer();
    }
  }

  /** What the readiness details say of the cache; the node has to be ready. */
  String details() throws Exception {
    return get("/health/readiness/details").json().getJsonObject("cache").encode();
  }

  /** What {@code /cache/ping} says, with this status. */
  JsonObject ping(int status) throws Exception {
    try (Client operator = lab.client()) {
      Answer answer = operator.get("/cache/ping").answer();
      assertThat(answer.status()).isEqualTo(status);
      return answer.json();
    }
  }

  /** The value of {@code gateway_cache_..._total}. */
  double metric(String name) throws Exception {
    String line = "gateway_cache_" + name + "_total ";
    return get("/metrics")
        .body()
        .lines()
        .filter(each -> each.startsWith(line))
        .mapToDouble(each -> Double.parseDouble(each.substring(line.length())))
        .sum();
  }

  /** A page for operators. */
  Answer get(String path) throws Exception {
    try (Client operator = lab.client()) {
      Answer answer = operator.get(path).answer();
      assertThat(answer.status()).isEqualTo(200);
      return answer;
    }
  }

  @Override
  public void close() {
    lab.close();
  }
}
