package lab.app.e2e.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lab.testkit.answers.Answers;
import lab.testkit.script.Exchange;
import lab.testkit.script.Received;
import lab.testkit.script.Reply;
import lab.testkit.wire.Flavour;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What reaches a provider: the client's own bytes, at the right place, with the right key. */
class RequestPassThroughTest extends WithLab {
  /** A variable that every environment has, in the place of one that holds a key. */
  private static final String VARIABLE = "PATH";

  @Override
  Map<String, String> files() {
    return Map.of(
        "gateway.yaml",
        "litellm_settings: {num_retries: 0}\n",
        "providers.yaml",
        """
        health_checks: {enabled: false}
        providers:
          plain: {type: vllm, base_url: "@p", models: [plain, embedder]}
          slash: {type: vllm, base_url: "@p/", models: [slash]}
          v1: {type: openai, base_url: "@p/v1", api_key: "Bearer key-of-v1", models: [v1]}
          v1-slash: {type: llama_cpp, base_url: "@p/v1/", models: [v1-slash]}
          prefix: {type: openrouter, base_url: "@p/api", api_key: key-2, models: [prefix]}
          prefix-v1: {type: vllm, base_url: "@p/a%20b/c/v1", models: [prefix-v1]}
          ollama: {type: ollama, base_url: "@p/", models: [ollama]}
          keyed: {type: openai_compatible, base_url: "@p", env_var: ENV, models: [keyed]}
          claude: {type: anthropic, base_url: "@p", api_key: key-4, models: [claude]}
          keyed-ollama: {type: ollama, base_url: "@p", api_key: key-3, models: [keyed-o]}
        """
            .replace("ENV", VARIABLE),
        "model-mappings.yaml",
        """
        exact_matches:
          an-other-name: {provider: plain, backend_model: plain}
          first-the-keyed: {provider: v1, backend_model: v1, fallback: plain}
        """);
  }

  @Override
  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    super.start(folder);
    lab.provider("p").otherwise(Wire.VLLM.whole("Hello"));
  }

  @ParameterizedTest
  @CsvSource({
    "plain, /v1/chat/completions",
    "slash, /v1/chat/completions",
    "v1, /v1/chat/completions",
    "v1-slash, /v1/chat/completions",
    "prefix, /api/v1/chat/completions",
    "prefix-v1, /a%20b/c/v1/chat/completions",
    "ollama, /api/chat",
    "claude, /v1/messages",
  })
  void theBaseAddressMayBeWrittenInAnyWay(String model, String path) throws Exception {
    // When
    Received sent = sent(Lab.body(model, false));

    // Then
    assertThat(sent.path()).isEqualTo(path);
    assertThat(sent.method()).isEqualTo("POST");
  }

  @Test
  void completionsAndEmbeddingsGoToTheirOwnPlaces() throws Exception {
    // When
    Received text =
        sentTo(
            "/v1/completions",
            "{\"model\":\"plain\",\"prompt\":\"a\"}",
            Answers.text(Flavour.VLLM, "plain", "b"));
    Received vector =
        sentTo(
            "/v1/embeddings",
            "{\"model\":\"embedder\",\"input\":\"a\"}",
            Answers.embeddings("embedder", new float[] {1}));

    // Then
    assertThat(text.path()).isEqualTo("/v1/completions");
    assertThat(vector.path()).isEqualTo("/v1/embeddings");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyByteReachesAProviderOfTheSameFormatButForTheModel(long seed) throws Exception {
    // Given: what nobody has heard of, in any order, spelling and spacing
    StrangeRequests strange = new StrangeRequests(new Random(seed));
    for (int i = 0; i < 50; i++) {
      String request = strange.next();

      // When
      Received sent = sent(request.replace(StrangeRequests.MODEL, "\"an-other-name\""));

      // Then
      assertThat(sent.text()).isEqualTo(request.replace(StrangeRequests.MODEL, "\"plain\""));
    }
  }

  @Test
  void aRequestUnderTheProvidersOwnNameIsNotTouchedAtAll() throws Exception {
    // Given: the name in another spelling of the same text
    String request =
        " {\"x\" :[1 ,2.50e+1,{} ], \"model\":\"plain\",\"messages\":[{\"role\":\"user\","
            + "\"content\":\"\\u00e9\\/\\ud83c\\udf0d \"}]}\n";

    // When, Then
    assertThat(sent(request).text()).isEqualTo(request);
  }

  @Test
  void aStreamIsAskedForItsUsageAndNothingElseIsChanged() throws Exception {
    // Given
    lab.provider("p").then(Wire.VLLM.good("Hello"));

    // When
    Received sent =
        sent(
            "{\"model\":\"plain\",\"stream\":true,\"messages\":[{\"role\":\"user\","
                + "\"content\":\"hi\"}],\"stream_options\":{\"include_usage\":false,\"x\":1}}");

    // Then
    JsonObject options = new JsonObject(sent.text()).getJsonObject("stream_options");
    assertThat(options).isEqualTo(new JsonObject().put("include_usage", true).put("x", 1));
  }

  @Test
  void aKeyGoesToItsOwnProviderAndToNobodyElse() throws Exception {
    // When, Then
    assertThat(sent(Lab.body("v1", false)).header("authorization")).isEqualTo("Bearer key-of-v1");
    assertThat(sent(Lab.body("prefix", false)).header("authorization")).isEqualTo("Bearer key-2");
    assertThat(sent(Lab.body("keyed-o", false)).header("authorization")).isEqualTo("Bearer key-3");
    Received claude = sent(Lab.body("claude", false));
    assertThat(claude.header("x-api-key")).isEqualTo("key-4");
    assertThat(claude.header("anthropic-version")).isEqualTo("2023-06-01");
    assertThat(claude.header("authorization")).isNull();
    assertThat(sent(Lab.body("keyed", false)).header("authorization"))
        .isEqualTo("Bearer " + System.getenv(VARIABLE));
    assertThat(sent(Lab.body("plain", false)).header("authorization")).isNull();
  }

  @Test
  void aKeyStaysBehindWhenAnotherProviderTakesOver() throws Exception {
    // Given
    int before = lab.provider("p").requests().size();
    lab.provider("p").then(Wire.VLLM.serverError(), Wire.VLLM.whole("Hello"));

    // When
    Answer answer = lab.chat("first-the-keyed", false);

    // Then
    assertThat(answer.header("x-lab-attempts")).isEqualTo("v1:SERVER, plain:ok");
    List<Received> sent = lab.provider("p").requests();
    assertThat(sent.get(before).header("authorization")).isEqualTo("Bearer key-of-v1");
    assertThat(sent.get(before + 1).header("authorization")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "plain", "ollama"})
  void nothingOfTheClientsHeadIsPassedOn(String model) throws Exception {
    // When
    Received sent =
        sent(
            Lab.body(model, false),
            "authorization: Bearer clients-own",
            "x-api-key: clients-own",
            "cookie: clients-own",
            "user-agent: clients-own",
            "x-litellm-call-id: clients-own-" + model,
            "expect: 100-continue",
            "accept-encoding: gzip, br",
            "te: trailers",
            "connection: upgrade, http2-settings",
            "upgrade: h2c",
            "http2-settings: AAMAAABkAAQAAP__");

    // Then
    assertThat(sent.head()).doesNotContain("clients-own");
    assertThat(sent.headers().keySet())
        .containsExactlyInAnyOrderElementsOf(
            model.equals("v1")
                ? List.of(
                    "host",
                    "content-type",
                    "content-length",
                    "accept",
                    "accept-encoding",
                    "user-agent",
                    "authorization")
                : List.of(
                    "host",
                    "content-type",
                    "content-length",
                    "accept",
                    "accept-encoding",
                    "user-agent"));
    assertThat(sent.header("accept-encoding")).isEqualTo("identity");
    assertThat(sent.header("content-type")).isEqualTo("application/json");
  }

  private Received sent(String request, String... headers) throws Exception {
    Future<Exchange> next = lab.provider("p").awaitRequest(lab.provider("p").requests().size() + 1);
    try (Client client = lab.client()) {
      client.chat(request, headers);
      return next.await(5, SECONDS).request();
    }
  }

  private Received sentTo(String path, String request, Reply reply) throws Exception {
    Future<Exchange> next = lab.script("p", reply);
    try (Client client = lab.client()) {
      assertThat(client.post(path, request).answer().status()).isEqualTo(200);
      return next.await(5, SECONDS).request();
    }
  }
}
