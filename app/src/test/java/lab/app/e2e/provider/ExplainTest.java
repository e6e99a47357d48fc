package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A running node explains how it would decide. */
class ExplainTest extends WithLab {
  @Override
  Map<String, String> files() {
    return Map.of(
        "providers.yaml",
        """
        health_checks: {enabled: false}
        providers:
          one: {type: vllm, base_url: "@one", models: [m, n]}
        """);
  }

  @Test
  void aDecisionIsExplainedAndNothingIsSent() throws Exception {
    // When
    Answer answer = explain("/admin/route", Lab.body("m", true));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).startsWith("application/json");
    JsonObject said = answer.json();
    assertThat(said.getString("model")).isEqualTo("m");
    assertThat(said.getString("stage")).isEqualTo("exact");
    JsonObject first = said.getJsonArray("attempts").getJsonObject(0);
    assertThat(first.getString("provider")).isEqualTo("one");
    assertThat(lab.provider("one").requests()).isEmpty();
  }

  @Test
  void theOperationIsAParameter() throws Exception {
    // When
    Answer answer =
        explain("/admin/route?operation=embedding", "{\"model\":\"m\",\"input\":\"x\"}");

    // Then
    assertThat(answer.json().getString("operation")).isEqualTo("embedding");
  }

  @Test
  void whatIsWrongIsToldAsEverywhere() throws Exception {
    // When
    Answer body = explain("/admin/route", "{\"messages\":7}");
    Answer operation = explain("/admin/route?operation=dance", Lab.body("m", false));
    Answer query = explain("/admin/route?operation=%", Lab.body("m", false));

    // Then
    assertThat(body.status()).isEqualTo(400);
    assertThat(body.error().getString("param")).isEqualTo("messages");
    assertThat(operation.status()).isEqualTo(400);
    assertThat(operation.error().getString("param")).isEqualTo("operation");
    assertThat(query.status()).isEqualTo(400);
    assertThat(query.error().getString("param")).isEqualTo("operation");
  }

  @Test
  void aRefusalIsExplainedToo() throws Exception {
    // When
    Answer answer = explain("/admin/route", Lab.body("nobodys", false));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getString("refused")).isEqualTo("unknown_model");
  }

  private Answer explain(String path, String json) throws IOException {
    try (Client client = lab.client()) {
      return client.post(path, json).answer();
    }
  }
}
