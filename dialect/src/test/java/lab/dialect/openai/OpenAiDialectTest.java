package lab.dialect.openai;

import static lab.dialect.openai.Streams.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import lab.contract.ModelName;
import lab.dialect.InferenceCall;
import lab.dialect.ProviderDialect.Written.Ready;
import lab.dialect.ProviderRequest;
import org.junit.jupiter.api.Test;

class OpenAiDialectTest {
  @Test
  void eachOperationHasItsPath() {
    assertThat(request(Streams.chat()).path()).isEqualTo("/v1/chat/completions");
    assertThat(request(Streams.completion()).path()).isEqualTo("/v1/completions");
    assertThat(request(Streams.embedding()).path()).isEqualTo("/v1/embeddings");
  }

  @Test
  void aRequestIsWrittenForTheProvidersNameOfTheModelAndLosesNothing() {
    // When
    ProviderRequest request = request(Streams.chatWithUsage());
    // Then
    assertThat(request.body())
        .isEqualTo(
            utf8(
                "{\"model\":\"up\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\":[{}]}"));
    assertThat(request.lost()).isEmpty();
  }

  @Test
  void anErrorHasAllFourKeys() {
    assertThat(text(OpenAiErrors.body("no \"such\"\nmodel", "invalid_request_error", null, null)))
        .isEqualTo(
            "{\"error\":{\"message\":\"no \\\"such\\\"\\u000amodel\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}");
    assertThat(text(OpenAiErrors.body("m", "t", "model", "model_not_found")))
        .isEqualTo(
            "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":\"model\",\"code\":\"model_not_found\"}}");
  }

  @Test
  void anErrorInAStreamIsAnEventThatEveryClientSeesAndTheEndMarker() {
    assertThat(text(OpenAiErrors.event("m", "server_error", null, "upstream_error")))
        .isEqualTo(
            """
            event: error
            data: {"error":{"message":"m","type":"server_error","param":null,"code":"upstream_error"}}

            data: [DONE]

            """);
  }

  @Test
  void aKeepAliveIsACommentThatNoClientTakesForAnEnd() {
    assertThat(text(OpenAiErrors.keepAlive())).isEqualTo(": keep-alive\n\n");
  }

  private static ProviderRequest request(InferenceCall call) {
    return ((Ready) new OpenAiDialect().request(call, new ModelName("up"))).request();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
