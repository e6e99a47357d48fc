package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import lab.testkit.answers.Answers;
import lab.testkit.wire.Flavour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every path of the client API answers as documented, also where it is asked wrongly. */
class ClientApiTest extends WithScriptedNode {

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/chat/completions", "/chat/completions/"})
  void chatIsServedWithAndWithoutVersion(String path) throws Exception {
    // When
    Answer answer = ask(Wire.post(path, HELLO));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.json().getJsonArray("choices").getJsonObject(0).getJsonObject("message"))
        .hasToString("{\"role\":\"assistant\",\"content\":\"Hello to you\"}");
    assertThat(answer.header("x-lab-provider")).isEqualTo("scripted");
    assertThat(answer.header("x-lab-attempts")).isEqualTo("scripted:ok");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/completions", "/completions"})
  void completionsReachTheProvidersOwnPath(String path) throws Exception {
    // Given
    provider.then(Answers.text(Flavour.VLLM, "test-model", "Hello to you"));

    // When
    Answer answer = ask(Wire.post(path, "{\"model\":\"test-model\",\"prompt\":\"Hello\"}"));

    // Then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().getJsonArray("choices").getJsonObject(0).getString("text"))
        .isEqualTo("Hello to you");
    assertThat(provider.requests().getLast().path()).isEqualTo("/v1/completions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/embeddings", "/embeddings"})
  void embeddingsReachTheProvidersOwnPath(String path) throws Exception {
    // Given
    provider.then(Answers.embeddings("test-model", new float[] {0.5f, -0.25f}));

    // When
    Answer answer = ask(Wire.post(path, "{\"model\":\"test-model\",\"input\":[\"Hello\"]}"));

    // Then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().getJsonArray("data").getJsonObject(0).getJsonArray("embedding"))
        .hasToString("[0.5,-0.25]");
    assertThat(provider.requests().getLast().path()).isEqualTo("/v1/embeddings");
  }

  @Test
  void aCallerMayNameItsCallAndSeesTheNameAgain() throws Exception {
    // When
    Answer named = ask(Wire.post(CHAT, "x-litellm-call-id: my-call-7\r\n", HELLO));
    Answer unnamed = ask(Wire.post(CHAT, "x-litellm-call-id: bad name\r\n", HELLO));

    // Then
    assertThat(named.header("x-litellm-call-id")).isEqualTo("my-call-7");
    assertThat(unnamed.header("x-litellm-call-id")).isNotBlank().isNotEqualTo("bad name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/chat/completions",
        "/chat/completions",
        "/v1/completions",
        "/completions",
        "/v1/embeddings",
        "/embeddings",
        "/embeddings/",
        "/v1/responses"
      })
  void whatIsPostedCanNotBeRead(String path) throws Exception {
    // When
    Answer answer = ask(Wire.head("GET", path));

    // Then
    answer.isRefusal(405, "method_not_allowed");
    assertThat(answer.header("allow")).isEqualTo("POST, OPTIONS");
    assertThat(answer.keepsConnection()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/v1/models",
        "/models",
        "/v1/models/test-model",
        "/models/test-model",
        "/v1/model/info",
        "/model/info",
        "/health/liveliness",
        "/health/liveness",
        "/health/readiness",
        "/metrics"
      })
  void whatIsReadCanNotBePosted(String path) throws Exception {
    // When
    Answer answer = ask(Wire.post(path, "{}"));

    // Then
    answer.isRefusal(405, "method_not_allowed");
    assertThat(answer.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "PUT", "PATCH", "BREW", "TRACE"})
  void anyOtherMethodIsRefusedToo(String method) throws Exception {
    ask(Wire.head(method, CHAT)).isRefusal(405, "method_not_allowed");
    ask(Wire.head(method, "/v1/models")).isRefusal(405, "method_not_allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1",
        "/v2/models",
        "/v1/chat",
        "/v1/chat/completions/more",
        "/v1/response",
        "/health/else",
        "/nothing%20here",
        "/%3Cscript%3E",
        "/v1/model"
      })
  void anUnknownPathIsToldInTheFormOfAnyError(String path) throws Exception {
    ask(Wire.head("GET", path)).isRefusal(404, "unknown_url");
    ask(Wire.post(path, "{}")).isRefusal(404, "unknown_url");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/models/%zz", "/%", "/v1/%c3%28%"})
  void aPathThatIsNoPathIsABadRequest(String path) throws Exception {
    ask(Wire.head("GET", path)).isRefusal(400, "bad_http");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/v1/models",
        "/models/test-model",
        "/v1/model/info",
        "/health/readiness",
        "/health"
      })
  void aHeadHasTheHeadersOfAGetAndNoBody(String path) throws Exception {
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer head = wire.send(Wire.head("HEAD", path)).answerToHead();
      Answer get = wire.send(Wire.head("GET", path)).answer();

      // Then: had there been a body, the second answer would not have been readable
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.headers()).isEqualTo(get.headers());
      assertThat(get.body()).hasSize(Integer.parseInt(head.headers().get("content-length")));
    }
  }

  @ParameterizedTest
  @CsvSource({"/nothing, 404", "/v1/chat/completions, 405", "/v1/models/unknown, 404"})
  void aHeadThatIsRefusedHasNoBodyEither(String path, int status) throws Exception {
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer head = wire.send(Wire.head("HEAD", path)).answerToHead();
      Answer get = wire.send(Wire.head("GET", "/health/liveness")).answer();

      // Then
      assertThat(head.status()).isEqualTo(status);
      assertThat(get.body()).isEqualTo("\"I'm alive!\"");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/chat/completions | POST, OPTIONS",
        "/embeddings | POST, OPTIONS",
        "/v1/models | GET, HEAD, OPTIONS",
        "/v1/models/any | GET, HEAD, OPTIONS",
        "/ | GET, HEAD, OPTIONS"
      })
  void optionsNameTheMethods(String path, String methods) throws Exception {
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer options = wire.send(Wire.head("OPTIONS", path)).answer();
      Answer next = wire.send(Wire.head("GET", "/health/liveness")).answer();

      // Then
      assertThat(options.status()).isEqualTo(204);
      assertThat(options.header("allow")).isEqualTo(methods);
      assertThat(options.headers()).doesNotContainKeys("content-length", "transfer-encoding");
      assertThat(next.status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "/nothing"})
  void optionsOfAnythingElseAreEmpty(String path) throws Exception {
    assertThat(ask(Wire.head("OPTIONS", path)).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET v1/models", "CONNECT any.host:443", "GET *"})
  void whatIsNoPathAtAllIsNotFound(String line) throws Exception {
    ask(line + " HTTP/1.1\r\nhost: x\r\n\r\n").isRefusal(404, "unknown_url");
  }

  @Test
  void aBodyThatNobodyAskedForIsReadAway() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      // When
      wire.send("GET /v1/models HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nhello");
      Answer first = wire.answer();
      Answer second = wire.send(Wire.head("GET", "/v1/models")).answer();

      // Then
      assertThat(first.status()).isEqualTo(200);
      assertThat(second.status()).isEqualTo(200);
    }
  }

  @Test
  void noWebPageMayReadAnAnswerWhereNothingIsConfigured() throws Exception {
    // When
    Answer answer = ask("GET /v1/models HTTP/1.1\r\nhost: x\r\norigin: http://localhost:1\r\n\r\n");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).doesNotContainKeys("access-control-allow-origin", "vary");
  }

  @Test
  void aPathMayBeAskedForAsAProxyWould() throws Exception {
    // When
    Answer answer = ask(Wire.head("GET", "http://any.host/v1/models?limit=1"));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getString("object")).isEqualTo("list");
  }
}
