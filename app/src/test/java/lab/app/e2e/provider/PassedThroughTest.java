package lab.app.e2e.provider;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallFinished;
import lab.contract.FailureKind;
import lab.contract.Operation;
import lab.contract.Usage;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Exchange;
import lab.testkit.script.Gate;
import lab.testkit.script.Received;
import lab.testkit.script.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What has one format only is routed like a chat and passes as it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PassedThroughTest {
  private static final String BOUNDARY = "----form";
  private static final String FORM_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

  private Lab lab;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    lab =
        Lab.start(
            folder,
            Map.of(
                "gateway.yaml",
                "litellm_settings: {num_retries: 0, cache: true}\n",
                "providers.yaml",
                """
                health_checks: {enabled: false}
                providers:
                  one: {type: openai, base_url: "@one/v1", api_key: key-1, models: [m]}
                  two: {type: openai_compatible, base_url: "@two", models: [m, n]}
                  idle: {type: openai, base_url: "@two", models: [idle], request_timeout: 30s,
                    stream_idle_timeout: 150ms}
                  gpu: {type: vllm, base_url: "@two", models: [gpu]}
                """,
                "model-mappings.yaml",
                """
                exact_matches:
                  pair: {provider: one, backend_model: m, fallback: two}
                  local: {provider: gpu, backend_model: gpu, fallback: two}
                  ranked: {provider: gpu, backend_model: gpu, fallback: n}
                """));
  }

  @AfterAll
  void close() throws Exception {
    lab.close();
  }

  private static byte[] form(String model, byte[] file) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        ("--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n"
                + "Content-Type: audio/wav\r\n\r\n")
            .getBytes(UTF_8));
    form.writeBytes(file);
    form.writeBytes(
        ("\r\n--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n"
                + model
                + "\r\n--"
                + BOUNDARY
                + "--\r\n")
            .getBytes(UTF_8));
    return form.toByteArray();
  }

  private Answer post(String path, String json, String... headers) throws Exception {
    try (Client client = lab.client()) {
      return client.post(path, json, headers).answer();
    }
  }

  private Answer post(String path, byte[] form) throws Exception {
    try (Client client = lab.client()) {
      return client.post(path, FORM_TYPE, form).answer();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/rerank, RERANK",
    "/rerank, RERANK",
    "/v1/moderations, MODERATION",
    "/v1/audio/speech, SPEECH",
    "/v1/images/generations, IMAGE_GENERATION",
    "/images/edits, IMAGE_EDIT",
    "/v1/images/variations, IMAGE_VARIATION",
    "/v1/audio/transcriptions, TRANSCRIPTION",
    "/audio/translations, TRANSLATION",
  })
  void jsonPassesBothWaysButForTheModelsName(String path, Operation operation) throws Exception {
    // Given
    Future<Exchange> asked =
        lab.script(
            "one",
            Reply.json(
                200,
                "{\"model\":\"m\",\"x\":[1.50,{\"y\":\"\\u00e9\"}],\"usage\":{\"input_tokens\":7,"
                    + "\"output_tokens\":2}}"));

    // When
    Answer answer =
        post(path, "{ \"model\":\"pair\",\"input\":{\"any\":\"thing\"},\"n\" :1.0,\"z\":null}");

    // Then
    Received sent = asked.await(5, SECONDS).request();
    assertThat(sent.path()).isEqualTo(path.startsWith("/v1") ? path : "/v1" + path);
    assertThat(sent.text())
        .isEqualTo("{ \"model\":\"m\",\"input\":{\"any\":\"thing\"},\"n\" :1.0,\"z\":null}");
    assertThat(sent.header("authorization")).isEqualTo("Bearer key-1");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"model\":\"pair\",\"x\":[1.50,{\"y\":\"\\u00e9\"}],\"usage\":{\"input_tokens\":7,"
                + "\"output_tokens\":2}}");
    assertThat(answer.header("x-lab-provider")).isEqualTo("one");
    CallFinished call = lab.finished(answer);
    assertThat(call.operation()).isEqualTo(operation);
    assertThat(call.usage()).isEqualTo(new Usage(7, 2));
  }

  @Test
  void aFormPassesWithAllItsBytesButTheModelsName() throws Exception {
    // Given
    byte[] file = new byte[300_000];
    new Random(1).nextBytes(file);
    Future<Exchange> asked = lab.script("one", Reply.json(200, "{\"text\":\"hello\"}"));

    // When
    Answer answer = post("/v1/audio/transcriptions", form("pair", file));

    // Then
    Received sent = asked.await(5, SECONDS).request();
    assertThat(sent.header("content-type")).isEqualTo(FORM_TYPE);
    assertThat(sent.body().getBytes()).isEqualTo(form("m", file));
    assertThat(answer.body()).isEqualTo("{\"text\":\"hello\"}");
  }

  @Test
  void aFormThatIsNoneIsRefused() throws Exception {
    // When
    Answer answer = post("/v1/images/edits", "no form".getBytes(UTF_8));

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().getString("code")).isEqualTo("invalid_form");
  }

  @Test
  void audioPassesAsItComes() throws Exception {
    // Given
    byte[] audio = new byte[200_000];
    new Random(2).nextBytes(audio);
    lab.provider("one")
        .then(Reply.ok().header("content-type", "audio/mpeg").body(audio).body("end"));

    // When
    try (Client client = lab.client()) {
      Answer head = client.post("/v1/audio/speech", "{\"model\":\"pair\",\"input\":\"hi\"}").head();
      byte[] heard = client.bytes();

      // Then
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("content-type")).isEqualTo("audio/mpeg");
      assertThat(head.header("x-lab-provider")).isEqualTo("one");
      assertThat(heard).startsWith(audio).endsWith("end".getBytes(UTF_8)).hasSize(200_003);
      assertThat(lab.finished(head).status()).isEqualTo(200);
    }
  }

  @Test
  void itsLengthIsToldWhereTheProviderTellsIt() throws Exception {
    // Given
    lab.provider("one")
        .then(Reply.ok().header("content-type", "text/plain").sized().body("1\n00:00\nhello\n"));

    // When
    Answer answer = post("/v1/audio/transcriptions", form("pair", new byte[3]));

    // Then
    assertThat(answer.header("content-length")).isEqualTo("14");
    assertThat(answer.body()).isEqualTo("1\n00:00\nhello\n");
  }

  @Test
  void eventsPassOneByOne() throws Exception {
    // Given
    Gate gate = new Gate();
    lab.provider("one")
        .then(
            Reply.ok()
                .header("content-type", "text/event-stream")
                .body("event: a\ndata: {}\n\n")
                .at(gate)
                .body("event: b\ndata: {}\n\n"));

    // When
    try (Client client = lab.client()) {
      client.post("/v1/images/generations", "{\"model\":\"pair\",\"stream\":true}").head();

      // Then: the first is here before the second is sent
      assertThat(client.event()).isEqualTo("event: a\ndata: {}\n\n");
      gate.open();
      assertThat(client.rest()).isEqualTo("event: b\ndata: {}\n\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/audio/speech", "/v1/moderations"})
  void anotherTakesOverUnseen(String path) throws Exception {
    // Given
    lab.provider("one").then(Refusals.openAiServerError());
    lab.provider("two").then(Reply.ok().header("content-type", "audio/mpeg").body("sound"));

    // When
    Answer answer = post(path, "{\"model\":\"pair\",\"input\":\"hi\"}");

    // Then
    assertThat(answer.body()).isEqualTo("sound");
    assertThat(answer.header("x-lab-attempts")).isEqualTo("one:SERVER, two:ok");
  }

  @Test
  void anEmptyAnswerIsNone() throws Exception {
    // Given
    lab.provider("one").then(Reply.ok().header("content-type", "audio/mpeg"));
    lab.provider("two").then(Reply.ok().header("content-type", "audio/mpeg").body("sound"));

    // When
    Answer answer = post("/v1/audio/speech", "{\"model\":\"pair\",\"input\":\"hi\"}");

    // Then
    assertThat(answer.header("x-lab-attempts")).isEqualTo("one:SERVER, two:ok");
  }

  @Test
  void anErrorInsideA200IsOne() throws Exception {
    // Given
    lab.provider("one").then(Refusals.openRouterErrorInside200());
    lab.provider("two").then(Reply.json(200, "{\"error\":null,\"results\":[]}"));

    // When
    Answer answer = post("/v1/rerank", "{\"model\":\"pair\",\"query\":\"hi\"}");

    // Then
    assertThat(answer.header("x-lab-attempts")).matches("one:[A-Z]+, two:ok");
    assertThat(answer.body()).isEqualTo("{\"results\":[]}");
  }

  @Test
  void whatBreaksOffBreaksOffForTheClientToo() throws Exception {
    // Given
    lab.provider("one")
        .then(Reply.ok().header("content-type", "audio/mpeg").body("so").thenReset());

    // When
    try (Client client = lab.client()) {
      Answer head = client.post("/v1/audio/speech", "{\"model\":\"pair\",\"input\":\"x\"}").head();

      // Then
      assertThatThrownBy(client::bytes).isInstanceOf(EOFException.class);
      CallFinished call = lab.finished(head);
      assertThat(call.failure()).isEqualTo(FailureKind.SERVER);
      assertThat(lab.attempts(call.call()))
          .extracting(one -> one.ending())
          .containsExactly(new Ending.Failed(FailureKind.SERVER, null));
    }
  }

  @Test
  void whatFallsSilentBreaksOff() throws Exception {
    // Given
    lab.provider("two").then(Reply.ok().header("content-type", "audio/mpeg").body("so").thenHang());

    // When
    try (Client client = lab.client()) {
      Answer head = client.post("/v1/audio/speech", "{\"model\":\"idle\",\"input\":\"x\"}").head();

      // Then
      assertThatThrownBy(client::bytes).isInstanceOf(EOFException.class);
      assertThat(lab.finished(head).failure()).isEqualTo(FailureKind.TIMEOUT);
    }
  }

  @Test
  void aClientThatLeavesCostsNothingMore() throws Exception {
    // Given
    Gate gate = new Gate();
    Future<Exchange> asked =
        lab.script(
            "one", Reply.ok().header("content-type", "audio/mpeg").body("so").at(gate).thenHang());
    Client client = lab.client().post("/v1/audio/speech", "{\"model\":\"pair\",\"input\":\"x\"}");
    Answer head = client.head();

    // When
    client.close();

    // Then
    var unused = asked.await(5, SECONDS).peerLeft().await(5, SECONDS);
    CallFinished call = lab.finished(head);
    assertThat(call.status()).isEqualTo(499);
    assertThat(lab.attempts(call.call()))
        .extracting(one -> one.ending())
        .containsExactly(new Ending.Abandoned());
  }

  @Test
  void moreThanAClientReadsIsNotHeld() throws Exception {
    // Given: without end, as fast as it is taken
    Gate gate = new Gate();
    gate.open();
    Future<Exchange> asked =
        lab.script(
            "one",
            Reply.ok().header("content-type", "audio/mpeg").at(gate).flood("so ".repeat(1_000)));
    try (Client client = Client.takingAtMost(64_000, lab.port())) {
      Answer head = client.post("/v1/audio/speech", "{\"model\":\"pair\",\"input\":\"x\"}").head();

      // When
      client.skip(1_000_000);
      client.reset();

      // Then
      var unused = asked.await(5, SECONDS).peerLeft().await(5, SECONDS);
      assertThat(lab.finished(head).status()).isEqualTo(499);
    }
  }

  @Test
  void whoCanNotDoItIsLeftOut() throws Exception {
    // Given
    lab.provider("two").then(Reply.json(200, "{\"results\":[]}"));

    // When
    Answer answer = post("/v1/moderations", "{\"model\":\"local\",\"input\":\"x\"}");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("x-lab-attempts")).isEqualTo("two:ok");
  }

  @Test
  void aRerankNeverMovesToAnotherModel() throws Exception {
    // Given
    lab.provider("two").then(Refusals.vllmServerError());

    // When
    Answer answer = post("/v1/rerank", "{\"model\":\"ranked\",\"query\":\"x\"}");

    // Then
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.header("x-lab-attempts")).isEqualTo("gpu:SERVER");
  }

  @Test
  void theGatewaysOwnFieldsStayHere() throws Exception {
    // Given
    Future<Exchange> asked = lab.script("one", Reply.json(200, "{\"results\":[]}"));

    // When
    Answer answer =
        post(
            "/v1/moderations",
            "{\"model\":\"m\",\"input\":\"x\",\"fallbacks\":[\"n\"],\"cache\":{\"ttl\":5}}");

    // Then
    JsonObject sent = new JsonObject(asked.await(5, SECONDS).request().text());
    assertThat(sent.fieldNames()).containsExactly("model", "input");
    assertThat(answer.header("x-lab-cache")).isEqualTo("BYPASS");
  }

  @Test
  void theExplanationKnowsOfIt() throws Exception {
    // When
    Answer answer = post("/admin/route?operation=moderation", "{\"model\":\"local\"}");

    // Then
    assertThat(answer.body()).contains("type vllm can not do moderation");
  }

  @Test
  void badJsonIsRefusedBeforeAnybodyIsAsked() throws Exception {
    // Given
    int before = lab.provider("one").requests().size();

    // When
    Answer answer = post("/v1/moderations", new String(new byte[] {'{', (byte) 0xff}, ISO_8859_1));

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(lab.provider("one").requests()).hasSize(before);
  }
}
