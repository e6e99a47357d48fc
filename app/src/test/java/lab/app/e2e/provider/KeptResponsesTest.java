package lab.app.e2e.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import lab.config.KeyHash;
import lab.testkit.script.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Responses that are asked for again and gone on from, each by its own caller only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeptResponsesTest {
  private static final String MINE = "sk-my-key-of-this-test";
  private static final String YOURS = "sk-your-key-of-this-test";
  private static final String PATH = "/v1/responses";

  private Lab lab;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    lab = start(folder, "server_settings: {port: 0}");
  }

  @AfterAll
  void close() {
    lab.close();
  }

  private static Lab start(Path folder, String settings) throws Exception {
    return Lab.start(
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
            litellm_settings: {num_retries: 0, cache: true}
            %s
            """
                .formatted(settings),
            "keys.yaml",
            "keys: {mine: {sha256: %s}, yours: {sha256: %s}}\n"
                .formatted(KeyHash.of(MINE).hex(), KeyHash.of(YOURS).hex())));
  }

  private static String key(String key) {
    return "authorization: Bearer " + key;
  }

  private static JsonObject asks(String input) {
    return new JsonObject().put("model", "m").put("input", input);
  }

  private Answer post(String key, JsonObject body) throws IOException {
    return post(lab, key, body);
  }

  private static Answer post(Lab lab, String key, JsonObject body) throws IOException {
    try (Client client = lab.client()) {
      return client.post(PATH, body.encode(), key(key)).answer();
    }
  }

  private Answer get(String key, String id) throws IOException {
    return get(lab, key, id);
  }

  private static Answer get(Lab lab, String key, String id) throws IOException {
    try (Client client = lab.client()) {
      return client.get(PATH + "/" + id, key(key)).answer();
    }
  }

  private Answer delete(String key, String id) throws IOException {
    try (Client client = lab.client()) {
      return client.delete(PATH + "/" + id, key(key)).answer();
    }
  }

  private JsonObject said(JsonObject body) throws IOException {
    lab.provider("good").then(Wire.VLLM.answer(body.getBoolean("stream", false), "Hello"));
    Answer answer = post(MINE, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    if (!body.getBoolean("stream", false)) {
      return answer.json();
    }
    String last = answer.events().getLast();
    return new JsonObject(last.substring(last.indexOf('{'))).getJsonObject("response");
  }

  private String idOf(String input) throws IOException {
    return said(asks(input)).getString("id");
  }

  private static void isNoneInTheShapeOfOpenAi(Answer answer) {
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error().getString("type")).isEqualTo("invalid_request_error");
    assertThat(answer.error().getString("code")).isEqualTo("response_not_found");
  }

  private static void canNotBeGoneOnFrom(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.error().getString("param")).isEqualTo("previous_response_id");
    assertThat(answer.error().getString("code")).isEqualTo("previous_response_not_found");
  }

  @Test
  void aResponseIsGivenAgainAsItWas() throws Exception {
    // Given
    JsonObject first = said(asks("hi").put("metadata", new JsonObject().put("a", "b")));

    // When
    Answer again = get(MINE, first.getString("id"));

    // Then
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first);
    assertThat(first.getJsonObject("metadata").getString("a")).isEqualTo("b");
  }

  @Test
  void aStreamIsGoneOnFromAsOneThatWasNot() throws Exception {
    for (boolean streamed : new boolean[] {true, false}) {
      // Given
      String id = said(asks("one").put("stream", streamed)).getString("id");
      Future<Exchange> asked = lab.script("good", Wire.VLLM.whole("Fine"));

      // When
      Answer answer = post(MINE, asks("two").put("previous_response_id", id));

      // Then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().getString("previous_response_id")).isEqualTo(id);
      JsonObject sent = new JsonObject(asked.await(5, SECONDS).request().text());
      assertThat(sent.getJsonArray("messages").encode())
          .isEqualTo(
              "[{\"role\":\"user\",\"content\":\"one\"},"
                  + "{\"role\":\"assistant\",\"content\":\"Hello\"},"
                  + "{\"role\":\"user\",\"content\":\"two\"}]");
      assertThat(sent.containsKey("cache")).isFalse();
    }
  }

  @Test
  void aChainRemembersAllOfIt() throws Exception {
    // Given
    String first = idOf("one");
    String second = said(asks("two").put("previous_response_id", first)).getString("id");
    Future<Exchange> asked = lab.script("good", Wire.VLLM.whole("Fine"));

    // When
    Answer answer = post(MINE, asks("three").put("previous_response_id", second));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(asked.await(5, SECONDS).request().text()).contains("one", "two", "three");
  }

  @Test
  void anothersResponseIsNone() throws Exception {
    // Given
    String id = idOf("secret");

    // When
    Answer read = get(YOURS, id);
    Answer deleted = delete(YOURS, id);
    Answer goneOnFrom = post(YOURS, asks("and?").put("previous_response_id", id));

    // Then
    isNoneInTheShapeOfOpenAi(read);
    isNoneInTheShapeOfOpenAi(deleted);
    canNotBeGoneOnFrom(goneOnFrom);
    assertThat(get(MINE, id).status()).isEqualTo(200);
  }

  @Test
  void whatWasDeletedIsGone() throws Exception {
    // Given
    String id = idOf("hi");

    // When
    Answer deleted = delete(MINE, id);

    // Then
    assertThat(deleted.json())
        .isEqualTo(new JsonObject().put("id", id).put("object", "response").put("deleted", true));
    isNoneInTheShapeOfOpenAi(get(MINE, id));
    isNoneInTheShapeOfOpenAi(delete(MINE, id));
    canNotBeGoneOnFrom(post(MINE, asks("and?").put("previous_response_id", id)));
  }

  @Test
  void whatNobodyHasKeptIsNone() throws Exception {
    for (String id : new String[] {"resp_1", "resp_" + "0".repeat(32), "x%2Fy"}) {
      isNoneInTheShapeOfOpenAi(get(MINE, id));
      canNotBeGoneOnFrom(post(MINE, asks("and?").put("previous_response_id", id)));
    }
  }

  @Test
  void whatIsNotToBeStoredIsNot() throws Exception {
    // When
    JsonObject response = said(asks("hi").put("store", false));

    // Then
    assertThat(response.getBoolean("store")).isFalse();
    isNoneInTheShapeOfOpenAi(get(MINE, response.getString("id")));
  }

  @Test
  void theSameQuestionIsAnsweredAnewAlthoughAnswersAreKept() throws Exception {
    // When
    String first = idOf("again");
    String second = idOf("again");

    // Then
    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void anErrorInsideAStreamIsTheNextEventAndNothingIsKept() throws Exception {
    // Given
    lab.provider("good")
        .then(
            Wire.VLLM.stream(
                Wire.VLLM.opening(), Wire.VLLM.says("Hel"), Wire.VLLM.error("broken")));

    // When
    Answer answer = post(MINE, asks("hi").put("stream", true));

    // Then
    String last = answer.events().getLast();
    assertThat(last).startsWith("event: error\n");
    JsonObject error = new JsonObject(last.substring(last.indexOf('{')));
    assertThat(error.getInteger("sequence_number")).isEqualTo(answer.events().size() - 1);
    String first = answer.events().getFirst();
    String id =
        new JsonObject(first.substring(first.indexOf('{')))
            .getJsonObject("response")
            .getString("id");
    isNoneInTheShapeOfOpenAi(get(MINE, id));
  }

  @Test
  void thereIsNoListOfThem() throws Exception {
    for (String path : new String[] {PATH, PATH + "/"}) {
      try (Client client = lab.client()) {
        // When
        Answer answer = client.get(path, key(MINE)).answer();

        // Then
        assertThat(answer.status()).as(path).isIn(404, 405);
      }
    }
  }

  @Test
  void aResponseIsNoneWhenItsTimeIsOver(@TempDir Path folder) throws Exception {
    try (Lab brief = start(folder, "server_settings: {responses_ttl: 50ms}")) {
      // Given
      brief.provider("good").otherwise(Wire.VLLM.whole("Hello"));
      String id = post(brief, MINE, asks("hi")).json().getString("id");

      // When
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> isNoneInTheShapeOfOpenAi(get(brief, MINE, id)));

      // Then
      canNotBeGoneOnFrom(post(brief, MINE, asks("and?").put("previous_response_id", id)));
    }
  }
}
