package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body that says something wrong is refused with the reason; the connection goes on. */
class BadBodyTest extends WithScriptedNode {
  private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";

  static Stream<Arguments> brokenJson() {
    return Stream.of(
        Arguments.of("empty", ""),
        Arguments.of("only spaces", "  \r\n\t "),
        Arguments.of("malformed", "{\"model\":\"test-model\",," + MESSAGES + "}"),
        Arguments.of("truncated", HELLO.substring(0, HELLO.length() - 2)),
        Arguments.of("two values", HELLO + HELLO),
        Arguments.of("a comment", "{/* hi */" + HELLO.substring(1)),
        Arguments.of("single quotes", HELLO.replace('"', '\'')),
        Arguments.of("a bare word", HELLO.replace("\"test-model\"", "test-model")),
        Arguments.of("not a number", "{\"temperature\":NaN," + HELLO.substring(1)),
        Arguments.of("a leading zero", "{\"n\":01," + HELLO.substring(1)),
        Arguments.of("a raw line break in a string", HELLO.replace("Hello", "Hel\nlo")),
        Arguments.of("half an escape", HELLO.replace("Hello", "\\u12")),
        Arguments.of("a form", "model=test-model&messages=hello"),
        Arguments.of("deeply nested", nested(100_000 / 8)));
  }

  private static String nested(int depth) {
    return "{\"model\":\"test-model\",\"messages\":"
        + "[".repeat(depth)
        + "]".repeat(depth)
        + ",\"x\":1}";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenJson")
  void whatIsNotJsonIsRefusedWithTheReason(String what, String body) throws Exception {
    // Given
    int before = asked();
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer answer = wire.send(Wire.post(CHAT, body)).answer();
      Answer next = wire.send(Wire.post(CHAT, HELLO)).answer();

      // Then
      answer.isRefusal(400, "invalid_json");
      assertThat(answer.error().getString("type")).isEqualTo("invalid_request_error");
      assertThat(answer.error().getString("message")).startsWith("the body is not valid JSON: ");
      assertThat(next.status()).as("the connection goes on").isEqualTo(200);
      assertThat(asked()).as("asked of the provider").isEqualTo(before + 1);
    }
  }

  static Stream<Arguments> notUtf8() {
    return Stream.of(
        Arguments.of("latin 1", new byte[] {(byte) 0xe9}),
        Arguments.of("cut short", new byte[] {(byte) 0xe2, (byte) 0x82}),
        Arguments.of("too long a form", new byte[] {(byte) 0xc0, (byte) 0xaf}),
        Arguments.of("half a pair", new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}),
        Arguments.of("beyond Unicode", new byte[] {(byte) 0xf5, (byte) 0x80, 0, 0}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("notUtf8")
  void whatIsNotUtf8IsRefused(String what, byte[] bad) throws Exception {
    // Given
    int before = asked();
    byte[] body = HELLO.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bad, 0, body, HELLO.indexOf("Hello"), bad.length);
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer answer = wire.send(Wire.post(CHAT, HELLO).replace(HELLO, "")).send(body).answer();

      // Then
      answer.isRefusal(400, "invalid_json");
      assertThat(asked()).isEqualTo(before);
    }
  }

  @Test
  void aByteOrderMarkDoesNoHarmAndDoesNotReachTheProvider() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer answer = wire.send(Wire.post(CHAT, "\uFEFF" + HELLO)).answer();

      // Then
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(provider.requests().getLast().text()).isEqualTo(HELLO);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gr\u00f6\u00dfe", "gr%C3%B6%C3%9Fe", "gr%C3%B6\u00dfe"})
  void aNameInAPathIsUtf8HoweverItIsWritten(String name) throws Exception {
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer answer = wire.send(Wire.head("GET", "/v1/models/" + name)).answer();

      // Then
      answer.isRefusal(404, "model_not_found");
      assertThat(answer.error().getString("message")).contains("\"gr\u00f6\u00dfe\"");
    }
  }

  @Test
  void utf16IsNotGuessedAt() throws Exception {
    // Given
    byte[] body = HELLO.getBytes(StandardCharsets.UTF_16);
    String head = "POST " + CHAT + " HTTP/1.1\r\nhost: x\r\ncontent-length: " + body.length;
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer answer = wire.send(head + "\r\n\r\n").send(body).answer();

      // Then
      answer.isRefusal(400, "invalid_json");
    }
  }

  static Stream<Arguments> wrongFields() {
    return Stream.of(
        Arguments.of("[]", "invalid_type", null),
        Arguments.of("\"hello\"", "invalid_type", null),
        Arguments.of("null", "invalid_type", null),
        Arguments.of("{" + MESSAGES + "}", "missing_model", "model"),
        Arguments.of("{" + MESSAGES + ",\"model\":7}", "invalid_type", "model"),
        Arguments.of("{" + MESSAGES + ",\"model\":{}}", "invalid_type", "model"),
        Arguments.of("{" + MESSAGES + ",\"model\":[\"a\"]}", "invalid_type", "model"),
        Arguments.of("{\"model\":\"test-model\"}", "missing_required_parameter", "messages"),
        Arguments.of("{\"model\":\"test-model\",\"messages\":\"x\"}", "invalid_type", "messages"),
        Arguments.of("{\"model\":\"test-model\",\"messages\":{}}", "invalid_type", "messages"),
        Arguments.of("{\"model\":\"test-model\",\"messages\":null}", "invalid_type", "messages"),
        Arguments.of("{\"model\":\"test-model\",\"messages\":[]}", "invalid_value", "messages"),
        Arguments.of("{\"model\":\"test-model\",\"messages\":[1]}", "invalid_type", "messages"),
        Arguments.of("{\"stream\":\"yes\"," + HELLO.substring(1), "invalid_type", "stream"),
        Arguments.of("{\"stream\":1," + HELLO.substring(1), "invalid_type", "stream"),
        Arguments.of("{\"model\":\"other\"," + HELLO.substring(1), "duplicate_key", "model"),
        Arguments.of("{" + MESSAGES + "," + HELLO.substring(1), "duplicate_key", "messages"),
        Arguments.of(
            "{\"stream\":true,\"stream\":false," + HELLO.substring(1), "duplicate_key", "stream"),
        Arguments.of("{\"mod\\u0065l\":\"other\"," + HELLO.substring(1), "duplicate_key", "model"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongFields")
  void aWrongFieldIsNamed(String body, String code, String param) throws Exception {
    // Given
    int before = asked();
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer answer = wire.send(Wire.post(CHAT, body)).answer();
      Answer next = wire.send(Wire.post(CHAT, HELLO)).answer();

      // Then
      answer.isRefusal(400, code);
      assertThat(answer.error().getString("param")).isEqualTo(param);
      assertThat(next.status()).as("the connection goes on").isEqualTo(200);
      assertThat(asked()).as("asked of the provider").isEqualTo(before + 1);
    }
  }

  @Test
  void aRequestWithoutAModelIsRefusedWhereTheConfigurationHasNone() throws Exception {
    // Given
    int before = asked();

    // When
    Answer missing = ask(Wire.post(CHAT, "{" + MESSAGES + "}"));
    Answer empty = ask(Wire.post(CHAT, "{\"model\":\"\"," + MESSAGES + "}"));

    // Then
    missing.isRefusal(400, "missing_model");
    assertThat(missing.error().getString("param")).isEqualTo("model");
    empty.isRefusal(400, "missing_model");
    assertThat(asked()).isEqualTo(before);
  }

  @Test
  void anUnknownModelIsNotFoundAndNotWorthARetry() throws Exception {
    // When
    Answer answer = ask(Wire.post(CHAT, "{\"model\":\"no-such-model\"," + MESSAGES + "}"));

    // Then
    answer.isRefusal(404, "model_not_found");
    assertThat(answer.error().getString("message")).contains("no-such-model");
    assertThat(answer.header("x-should-retry")).isEqualTo("false");
  }

  @Test
  void aWrongHeaderOfOurOwnIsNamed() throws Exception {
    for (String header :
        new String[] {
          "x-litellm-timeout: soon", "x-litellm-timeout: -1", "x-litellm-num-retries: 1.5"
        }) {
      // When
      Answer answer = ask(Wire.post(CHAT, header + "\r\n", HELLO));

      // Then
      answer.isRefusal(400, "invalid_header");
      assertThat(answer.error().getString("message"))
          .contains(header.substring(0, header.indexOf(':')));
    }
  }

  @Test
  void anyContentTypeWillDo() throws Exception {
    // Given
    String[] types = {"", "content-type: text/plain\r\n", "content-type: nonsense\r\n"};

    for (String type : types) {
      // When
      Answer answer = ask(Wire.post(CHAT, type, HELLO));

      // Then
      assertThat(answer.status()).as(type).isEqualTo(200);
    }
  }
}
