package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import lab.config.KeyHash;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client's key may ask for, and keys that programs have issued. */
class ClientKeysTest extends WithScriptedNode {
  private static final String MASTER = "sk-master-key-of-this-test";
  private static final String NARROW = "sk-narrow-key-of-this-test";
  private static final String WIDE = "sk-wide-key-of-this-test";

  private Path state = Path.of("");

  @Override
  @BeforeAll
  void startNode(@TempDir Path folder) throws Exception {
    state = folder.resolve(".state");
    super.startNode(folder);
  }

  @Override
  Map<String, String> files() {
    return Map.of("providers.yaml", providers(), "gateway.yaml", gateway(), "keys.yaml", keys());
  }

  @Override
  String providers() {
    return super.providers().replace("      - test-model", "      - test-model\n      - other");
  }

  @Override
  String gateway() {
    return """
    general_settings:
      master_key: %s
    litellm_settings:
      cache: true
    """
        .formatted(MASTER);
  }

  private static String keys() {
    return """
    keys:
      narrow: {sha256: %s, models: ["test-*"]}
      wide: {sha256: %s}
    """
        .formatted(KeyHash.of(NARROW).hex(), KeyHash.of(WIDE).hex());
  }

  private Answer get(String path, String key) throws Exception {
    return ask("GET " + path + " HTTP/1.1\r\nhost: x\r\nx-api-key: " + key + "\r\n\r\n");
  }

  private Answer post(String path, String key, String body) throws Exception {
    return ask(Wire.post(path, "x-api-key: " + key + "\r\n", body));
  }

  private static String chat(String model, String words) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(model, words);
  }

  @Test
  void aModelThatAKeyIsNotForIsRefusedInTheShapeThatClientsKnow() throws Exception {
    // Given
    int before = asked();

    // When
    Answer refused = post(CHAT, NARROW, chat("other", "Hi"));
    Answer good = post(CHAT, NARROW, chat("test-model", "Hi"));

    // Then
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.error().getString("type")).isEqualTo("key_model_access_denied");
    assertThat(refused.error().getString("param")).isEqualTo("model");
    assertThat(refused.error().getString("code")).isEqualTo("403");
    assertThat(refused.error().getString("message")).contains("models=[test-*]").contains("other");
    assertThat(good.status()).isEqualTo(200);
    assertThat(asked()).isEqualTo(before + 1);
  }

  @Test
  void aFallbackThatTheClientNamesMustBeForItsKeyToo() throws Exception {
    // Given
    String body =
        "{\"model\":\"test-model\",\"fallbacks\":[\"other\"],"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    // Then
    assertThat(post(CHAT, NARROW, body).status()).isEqualTo(403);
    assertThat(post(CHAT, WIDE, body).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"sk-narrow-key-of-this-test, false", "sk-wide-key-of-this-test, true"})
  void onlyModelsThatAKeyIsForAreListed(String key, boolean other) throws Exception {
    // When
    String list = get("/v1/models", key).body();
    String info = get("/model/info", key).body();
    int one = get("/v1/models/other", key).status();

    // Then
    assertThat(list).contains("\"test-model\"");
    assertThat(list.contains("\"other\"")).isEqualTo(other);
    assertThat(info).contains("\"test-model\"");
    assertThat(info.contains("\"other\"")).isEqualTo(other);
    assertThat(one).isEqualTo(other ? 200 : 404);
  }

  @Test
  void aKeptAnswerIsGivenAgainToTheSameCallerOnly() throws Exception {
    // Given
    String body = chat("test-model", "Is this kept for me?");
    Answer first = post(CHAT, NARROW, body);
    int before = asked();

    // When
    Answer again = post(CHAT, NARROW, body);
    Answer another = post(CHAT, WIDE, body);

    // Then
    assertThat(first.status()).isEqualTo(200);
    assertThat(again.header("x-lab-cache")).isEqualToIgnoringCase("hit");
    assertThat(another.header("x-lab-cache")).isEqualToIgnoringCase("miss");
    assertThat(asked()).isEqualTo(before + 1);
  }

  @Test
  void aKeyThatAProgramHasIssuedIsGoodUntilItIsTakenBack() throws Exception {
    // When
    JsonObject made =
        post(
                "/key/generate",
                MASTER,
                "{\"key_alias\":\"ci\",\"models\":[\"test-model\"],\"duration\":\"1h\","
                    + "\"rpm_limit\":60,\"max_budget\":5,\"budget_duration\":\"30d\","
                    + "\"tpm_limit\":9000,\"max_parallel_requests\":4,\"priority\":7,"
                    + "\"metadata\":{\"team\":\"a\"},\"user_id\":\"somebody\"}")
            .json();
    String key = made.getString("key");
    String hash = made.getString("token");
    Answer served = post(CHAT, key, chat("test-model", "Hi"));
    Answer forbidden = post(CHAT, key, chat("other", "Hi"));
    JsonObject info = get("/key/info?key=" + key, MASTER).json();
    String list = get("/key/list", MASTER).body();
    String onDisk = Files.readString(state.resolve("keys.json"));
    Answer deleted = post("/key/delete", MASTER, "{\"keys\":[\"" + key + "\"]}");
    Answer after = post(CHAT, key, chat("test-model", "Hi"));

    // Then
    assertThat(key).startsWith("sk-").hasSizeGreaterThan(40);
    assertThat(hash).isEqualTo(KeyHash.of(key).hex()).isEqualTo(made.getString("token_id"));
    assertThat(made.getString("key_name")).isEqualTo("sk-..." + key.substring(key.length() - 4));
    assertThat(made.getString("key_alias")).isEqualTo("ci");
    assertThat(made.getString("expires")).isNotNull();
    assertThat(made.getInteger("rpm_limit")).isEqualTo(60);
    assertThat(made.getDouble("max_budget")).isEqualTo(5.0);
    assertThat(served.status()).isEqualTo(200);
    assertThat(forbidden.status()).isEqualTo(403);
    assertThat(info.getString("key")).isEqualTo(hash);
    assertThat(info.getJsonObject("info").getJsonObject("metadata").getString("team"))
        .isEqualTo("a");
    assertThat(info.getJsonObject("info").getMap())
        .containsEntry("rpm_limit", 60)
        .containsEntry("tpm_limit", 9000)
        .containsEntry("max_parallel_requests", 4)
        .containsEntry("max_budget", 5.0)
        .containsEntry("budget_duration", "30d")
        .containsEntry("spend", 0.0)
        .containsEntry("priority", 7);
    assertThat(list).contains(hash).doesNotContain(key);
    assertThat(onDisk).contains(hash).doesNotContain(key);
    assertThat(deleted.json().getJsonArray("deleted_keys")).isEqualTo(new JsonArray().add(key));
    assertThat(after.status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"duration\":\"soon\"}|duration",
        "{\"rpm_limit\":0}|rpm_limit",
        "{\"priority\":10}|priority",
        "{\"models\":\"all\"}|models",
        "{\"max_budget\":5}|budget_duration",
        "{\"max_budget\":5,\"budget_duration\":\"7d\"}|budget_duration",
        "{\"blocked\":\"no\"}|blocked",
        "{\"key_alias\":\"a b\"}|key_alias",
        "{\"metadata\":[]}|metadata"
      })
  void anOrderThatCanNotBeFilledIsRefusedWithItsField(String order, String field) throws Exception {
    // When
    Answer answer = post("/key/generate", MASTER, order);

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().getString("param")).isEqualTo(field);
    assertThat(answer.error().getString("message")).startsWith(field + " must be");
  }

  @ParameterizedTest
  @CsvSource({"[], 400", "no JSON, 400", "'{\"keys\":[\"sk-nobody\"]}', 404"})
  void whatCanNotBeDeletedIsRefused(String body, int status) throws Exception {
    assertThat(post("/key/delete", MASTER, body).status()).isEqualTo(status);
  }

  @Test
  void nobodyKnowsAKeyThatWasNotIssued() throws Exception {
    assertThat(get("/key/info?key=sk-nobody", MASTER).status()).isEqualTo(404);
    assertThat(get("/key/info", MASTER).status()).isEqualTo(404);
  }
}
