package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Web pages of the configured origins may call a node from a browser. */
class CrossOriginTest extends WithScriptedNode {
  private static final String ALLOW_ORIGIN = "access-control-allow-origin";

  /** Would let a page use what a browser has of its user for this node, which is nothing. */
  private static final String ALLOW_CREDENTIALS = "access-control-allow-credentials";

  @Override
  String gateway() {
    return """
        server_settings:
          cors:
            enabled: true
            allowed_origins:
              - http://localhost:*
              - https://chat.lab.example
              - https://*.pages.*.example
        """;
  }

  private static String get(String origin) {
    return "GET /v1/models HTTP/1.1\r\nhost: x\r\norigin: " + origin + "\r\n\r\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:3000",
        "https://chat.lab.example",
        "https://a.pages.b.example",
        "https://a.b.pages.c.d.example"
      })
  void aPageOfAnAllowedOriginMayReadTheAnswer(String origin) throws Exception {
    // When
    Answer answer = ask(get(origin));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo(origin);
    assertThat(answer.header("access-control-expose-headers")).contains("x-lab-provider");
    assertThat(answer.headers()).doesNotContainKey(ALLOW_CREDENTIALS);
    assertThat(answer.header("vary")).isEqualToIgnoringCase("origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost",
        "https://localhost:3000",
        "https://chat.lab.example.evil.example",
        "http://chat.lab.example",
        "https://.pages.example",
        "https://a.pages.example",
        "null"
      })
  void aPageOfAnyOtherOriginMayNot(String origin) throws Exception {
    // When
    Answer answer = ask(get(origin));

    // Then
    assertThat(answer.headers()).doesNotContainKeys(ALLOW_ORIGIN, ALLOW_CREDENTIALS);
    assertThat(answer.header("vary")).isEqualToIgnoringCase("origin");
  }

  @Test
  void aBrowserMayAskBeforeItSends() throws Exception {
    // Given
    String preflight =
        Wire.lines(
            "OPTIONS /v1/chat/completions HTTP/1.1",
            "host: x",
            "origin: http://localhost:3000",
            "access-control-request-method: POST",
            "access-control-request-headers: authorization,content-type,x-stainless-lang",
            "");

    // When
    Answer answer = ask(preflight);

    // Then
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo("http://localhost:3000");
    assertThat(answer.header("access-control-allow-methods")).contains("POST");
    assertThat(answer.header("access-control-allow-headers"))
        .isEqualTo("authorization,content-type,x-stainless-lang");
    assertThat(answer.header("access-control-max-age")).isEqualTo("600");
    assertThat(answer.headers()).doesNotContainKey(ALLOW_CREDENTIALS);
  }

  @ParameterizedTest
  @CsvSource({"true, 200", "false, 400"})
  void streamsAndErrorsCanBeReadToo(boolean good, int status) throws Exception {
    // Given
    if (good) {
      provider.then(streamed("Hello"));
    }
    String body = good ? HELLO_STREAMED : "{}";

    // When
    Answer answer = ask(Wire.post(CHAT, "origin: http://localhost:1\r\n", body));

    // Then
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo("http://localhost:1");
  }
}
