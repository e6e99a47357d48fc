package lab.app.e2e.provider;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Random;
import lab.contract.CallFinished;
import lab.contract.Operation;
import lab.contract.Usage;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Exchange;
import lab.testkit.script.Received;
import lab.testkit.script.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What has one format only is routed like a chat and passes as it is. */
class PassedThroughTest extends WithLab {
  @Override
  Map<String, String> files() {
    return PassedLab.FILES;
  }

  private Answer post(String path, byte[] form) throws Exception {
    try (Client client = lab.client()) {
      return client.post(path, PassedLab.FORM_TYPE, form).answer();
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
    Answer answer = post("/v1/audio/transcriptions", PassedLab.form("pair", file));

    // Then
    Received sent = asked.await(5, SECONDS).request();
    assertThat(sent.header("content-type")).isEqualTo(PassedLab.FORM_TYPE);
    assertThat(sent.body().getBytes()).isEqualTo(PassedLab.form("m", file));
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
