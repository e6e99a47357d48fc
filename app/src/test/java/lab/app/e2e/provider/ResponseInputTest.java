package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lab.config.KeyHash;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kept responses were answers to, each for its own caller only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResponseInputTest {
  private static final String MINE = "sk-my-key-of-this-test";
  private static final String YOURS = "sk-your-key-of-this-test";
  private static final String PATH = "/v1/responses";

  private Lab lab;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    lab =
        Lab.start(
            folder,
            Map.of(
                "providers.yaml",
                """
                health_checks: {enabled: false}
                providers:
                  good: {type: vllm, base_url: "@good", models: [m]}
                """,
                "gateway.yaml",
                """
                general_settings: {master_key: sk-master-key-of-this-test}
                server_settings: {port: 0}
                """,
                "keys.yaml",
                "keys: {mine: {sha256: %s}, yours: {sha256: %s}}\n"
                    .formatted(KeyHash.of(MINE).hex(), KeyHash.of(YOURS).hex())));
  }

  @AfterAll
  void close() {
    lab.close();
  }

  private static String key(String key) {
    return "authorization: Bearer " + key;
  }

  /** Asks, and gives the id of the answer. */
  private String answered(JsonObject more) throws IOException {
    lab.provider("good").then(Wire.VLLM.answer(more.getBoolean("stream", false), "Hello"));
    try (Client client = lab.client()) {
      Answer answer = client.post(PATH, more.put("model", "m").encode(), key(MINE)).answer();
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      String first = answer.body();
      return first.substring(first.indexOf("resp_"), first.indexOf("resp_") + 37);
    }
  }

  private Answer items(String key, String id, String query) throws IOException {
    try (Client client = lab.client()) {
      return client.get(PATH + "/" + id + "/input_items" + query, key(key)).answer();
    }
  }

  private static JsonObject asks(Object input) {
    return new JsonObject().put("input", input);
  }

  private static List<String> texts(Answer list) {
    assertThat(list.status()).as(list.body()).isEqualTo(200);
    return list.json().getJsonArray("data").stream()
        .map(JsonObject.class::cast)
        .map(item -> item.getJsonArray("content").getJsonObject(0).getString("text"))
        .toList();
  }

  private static JsonArray messages(int count) {
    return new JsonArray(
        IntStream.range(0, count)
            .mapToObj(i -> new JsonObject().put("role", "user").put("content", "" + i))
            .toList());
  }

  @Test
  void theNewestItemOfAConversationComesFirst() throws Exception {
    for (boolean stream : new boolean[] {false, true}) {
      // Given
      String first = answered(asks("one").put("stream", stream));
      String second = answered(asks("two").put("previous_response_id", first));

      // When
      Answer newest = items(MINE, second, "");
      Answer oldest = items(MINE, second, "?order=asc");

      // Then
      assertThat(texts(newest)).containsExactly("two", "Hello", "one");
      assertThat(texts(oldest)).containsExactly("one", "Hello", "two");
      assertThat(texts(items(MINE, first, ""))).containsExactly("one");
    }
  }

  @Test
  void thereAreTwentyToAPageUnlessSomebodySaysOtherwise() throws Exception {
    // Given
    String id = answered(asks(messages(25)));

    // When
    JsonObject first = items(MINE, id, "?order=asc").json();
    Answer rest = items(MINE, id, "?order=asc&after=" + first.getString("last_id"));
    Answer all = items(MINE, id, "?order=asc&limit=100&include%5B%5D=reasoning.encrypted_content");

    // Then
    assertThat(first.getJsonArray("data")).hasSize(20);
    assertThat(first.getBoolean("has_more")).isTrue();
    assertThat(texts(rest)).containsExactly("20", "21", "22", "23", "24");
    assertThat(rest.json().getBoolean("has_more")).isFalse();
    assertThat(texts(all)).hasSize(25);
  }

  @Test
  void aConversationOfMegabytesIsListed() throws Exception {
    // Given
    String id = answered(asks("word ".repeat(400_000)));

    // When
    Answer list = items(MINE, id, "");

    // Then
    assertThat(texts(list)).containsExactly("word ".repeat(400_000));
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, limit",
    "limit=101, limit",
    "limit=-1, limit",
    "limit=ten, limit",
    "limit=99999999999999999999, limit",
    "order=up, order",
    "after=msg_nobodys, after"
  })
  void whatCanNotBeMeantIsRefused(String query, String named) throws Exception {
    // Given
    String id = answered(asks("hi"));

    // When
    Answer answer = items(MINE, id, "?" + query);

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().getString("param")).isEqualTo(named);
  }

  private static void isNone(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(404);
    assertThat(answer.error().getString("code")).isEqualTo("response_not_found");
  }

  @Test
  void anothersDeletedAndUnknownResponsesHaveNoItems() throws Exception {
    // Given
    String secret = answered(asks("secret"));
    String deleted = answered(asks("deleted"));
    String unstored = answered(asks("unstored").put("store", false));
    try (Client client = lab.client()) {
      var unused = client.delete(PATH + "/" + deleted, key(MINE)).answer();
    }

    // Then
    isNone(items(YOURS, secret, ""));
    isNone(items(MINE, deleted, ""));
    isNone(items(MINE, unstored, ""));
    isNone(items(MINE, "resp_" + "0".repeat(32), ""));
    isNone(items(MINE, "x%2Fy", ""));
    assertThat(texts(items(MINE, secret, ""))).containsExactly("secret");
  }

  @Test
  void itemsCanOnlyBeRead() throws Exception {
    // Given
    String id = answered(asks("hi"));
    try (Client client = lab.client()) {
      // When
      Answer answer = client.post(PATH + "/" + id + "/input_items", "{}", key(MINE)).answer();

      // Then
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
    }
  }

  private Answer counted(String key, JsonObject body) throws IOException {
    try (Client client = lab.client()) {
      return client.post(PATH + "/input_tokens", body.encode(), key(key)).answer();
    }
  }

  private int tokens(JsonObject body) throws IOException {
    Answer answer = counted(MINE, body.put("model", "m"));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().getString("object")).isEqualTo("response.input_tokens");
    return answer.json().getInteger("input_tokens");
  }

  @Test
  void anInputIsCountedWithoutAskingAnybody() throws Exception {
    // Given
    String id = answered(asks("many words of a long prompt ".repeat(100)));
    int before = lab.provider("good").requests().size();

    // When
    int little = tokens(asks("hi"));
    int instructed = tokens(asks("hi").put("instructions", "be kind ".repeat(50)));
    int all = tokens(asks("hi").put("previous_response_id", id));

    // Then
    assertThat(little).isBetween(1, 20);
    assertThat(instructed).isBetween(little + 50, little + 250);
    assertThat(all).isBetween(300, 1_500);
    assertThat(lab.provider("good").requests()).hasSize(before);
  }

  @Test
  void whatCanNotBeCountedIsRefused() throws Exception {
    // Given
    String secret = answered(asks("secret"));

    // When
    Answer broken = counted(MINE, asks(7));
    Answer nobodys = counted(MINE, asks("hi").put("model", "nobodys"));
    Answer anothers =
        counted(YOURS, asks("hi").put("model", "m").put("previous_response_id", secret));

    // Then
    assertThat(broken.status()).isEqualTo(400);
    assertThat(broken.error().getString("param")).isEqualTo("input");
    assertThat(nobodys.status()).isEqualTo(404);
    assertThat(anothers.status()).isEqualTo(400);
    assertThat(anothers.error().getString("code")).isEqualTo("previous_response_not_found");
  }
}
