package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A node without keys answers this machine, and no web page that came from elsewhere. */
class NoKeyTest extends WithScriptedNode {
  @Override
  String gateway() {
    return """
    server_settings:
      allowed_hosts: [ai.example.org]
      cors:
        enabled: true
        allowed_origins: ["https://chat.example.org"]
    """;
  }

  private Answer get(String path, String host, String headers) throws Exception {
    return ask("GET " + path + " HTTP/1.1\r\nhost: " + host + "\r\n" + headers + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:4000",
        "LOCALHOST.",
        "127.0.0.1:4000",
        "[::1]:4000",
        "192.168.1.7",
        "lab-1:4000",
        "lab.local",
        "host.docker.internal:4000",
        "ai.example.org",
        "AI.example.org:80"
      })
  void aLocalNameAnAddressOrAConfiguredNameIsAnswered(String host) throws Exception {
    assertThat(get("/v1/models", host, "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:4000",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "ai.example.org.evil.example",
        "x.ai.example.org",
        "evil.example."
      })
  void aNameThatAnybodyCanHaveIsNot(String host) throws Exception {
    for (String path : new String[] {"/v1/models", "/admin/providers", "/metrics"}) {
      // When
      Answer answer = get(path, host, "");

      // Then
      answer.isRefusal(403, "foreign_host");
      assertThat(answer.error().getString("message")).contains("allowed_hosts");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:3000, 200",
    "http://127.0.0.1:4000, 200",
    "http://lab-1:4000, 200",
    "https://chat.example.org, 200",
    "https://evil.example, 403",
    "http://192.168.1.66, 403",
    "http://localhost.evil.example, 403",
    "null, 403"
  })
  void aPageOfSomewhereElseIsNotAnswered(String origin, int status) throws Exception {
    assertThat(get("/v1/models", "lab-1:4000", "origin: " + origin + "\r\n").status())
        .isEqualTo(status);
  }

  @Test
  void aPageCanNotSpendAnythingBySendingBlindly() throws Exception {
    // Given
    int before = asked();

    // When
    Answer answer =
        ask(Wire.post(CHAT, "content-type: text/plain\r\norigin: https://evil.example\r\n", HELLO));

    // Then
    answer.isRefusal(403, "foreign_origin");
    assertThat(asked()).isEqualTo(before);
  }

  @Test
  void aKeyThatNobodyAskedForDoesNoHarm() throws Exception {
    assertThat(get("/v1/models", "localhost", "authorization: Bearer sk-any\r\n").status())
        .isEqualTo(200);
  }

  @Test
  void aBalancerMayAskForTheHealthUnderAnyName() throws Exception {
    assertThat(get("/health/readiness", "evil.example", "").status()).isEqualTo(200);
    assertThat(get("/health/liveliness", "evil.example", "").status()).isEqualTo(200);
  }

  @Test
  void whoComesByAProxyOfThisMachineIsNotTakenForItsOperator() throws Exception {
    assertThat(get("/admin/providers", "localhost", "").status()).isEqualTo(200);
    get("/admin/providers", "localhost", "x-forwarded-for: 203.0.113.9\r\n")
        .isRefusal(403, "operators_only");
  }

  @Test
  void noKeyIsIssuedWhereThereIsNoMasterKey() throws Exception {
    ask(Wire.post("/key/generate", "{}")).isRefusal(403, "operators_only");
  }
}
