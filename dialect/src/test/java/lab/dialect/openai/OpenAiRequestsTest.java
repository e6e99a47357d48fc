package lab.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.InferenceCall;
import lab.dialect.RequestReading;
import lab.dialect.RequestReading.Malformed;
import lab.dialect.RequestReading.Understood;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiRequestsTest {
  private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

  @Test
  void aChatRequestTellsWhatTheGatewayNeedsToKnow() {
    // Given
    byte[] body =
        utf8(
            "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                + "\"fallbacks\":[\"a\",{\"model\":\"b\",\"x\":1}],\"disable_fallbacks\":true,"
                + MESSAGES
                + "}");
    // When
    InferenceCall call = understood(Operation.CHAT, body);
    // Then
    assertThat(call.operation()).isEqualTo(Operation.CHAT);
    assertThat(call.model()).isEqualTo(new ModelName("m"));
    assertThat(call.streamed()).isTrue();
    assertThat(call.usageWanted()).isTrue();
    assertThat(call.fallbacks()).containsExactly(new ModelName("a"), new ModelName("b"));
    assertThat(call.fallbacksDisabled()).isTrue();
    assertThat(call.body()).isSameAs(body);
  }

  @Test
  void whatIsNotSaidHasItsDefault() {
    // When
    InferenceCall call = understood(Operation.CHAT, "{" + MESSAGES + "}");
    // Then
    assertThat(call.model()).isNull();
    assertThat(call.streamed()).isFalse();
    assertThat(call.usageWanted()).isFalse();
    assertThat(call.fallbacks()).isEmpty();
    assertThat(call.fallbacksDisabled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"model\":null",
        "\"model\":\"\"",
        "\"stream\":null",
        "\"stream\":false",
        "\"stream_options\":null",
        "\"stream_options\":{}",
        "\"stream_options\":{\"include_usage\":null}",
        "\"fallbacks\":null",
        "\"fallbacks\":[]",
        "\"disable_fallbacks\":false",
        "\"tools\":[{\"a\":{\"model\":1,\"model\":2}}]"
      })
  void nullAndEmptyCountAsNotSaid(String member) {
    // When
    InferenceCall call = understood(Operation.CHAT, "{" + member + "," + MESSAGES + "}");
    // Then
    assertThat(call.model()).isNull();
    assertThat(call.streamed()).isFalse();
    assertThat(call.usageWanted()).isFalse();
    assertThat(call.fallbacks()).isEmpty();
  }

  @Test
  void aModelWithEscapesIsTheNameItMeans() {
    assertThat(
            understood(Operation.CHAT, "{\"mod\\u0065l\":\"a\\/\\u00e9\"," + MESSAGES + "}")
                .model())
        .isEqualTo(new ModelName("a/é"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"hi\"", "[\"a\",\"b\"]", "[1,2]", "[[1],[2]]", "\"\""})
  void promptAndInputAreStringsOrArrays(String payload) {
    assertThat(understood(Operation.COMPLETION, "{\"prompt\":" + payload + "}").operation())
        .isEqualTo(Operation.COMPLETION);
    assertThat(understood(Operation.EMBEDDING, "{\"input\":" + payload + "}").operation())
        .isEqualTo(Operation.EMBEDDING);
  }

  @Test
  void anEmbeddingIsNeverStreamedWhateverItsBodySays() {
    // When
    InferenceCall call =
        understood(Operation.EMBEDDING, "{\"input\":\"x\",\"stream\":true,\"stream_options\":7}");
    // Then
    assertThat(call.streamed()).isFalse();
    assertThat(call.usageWanted()).isFalse();
  }

  @Test
  void theUsageOfWhatIsNotStreamedIsNotWantedAsAStreams() {
    assertThat(
            understood(
                    Operation.CHAT,
                    "{\"stream_options\":{\"include_usage\":true}," + MESSAGES + "}")
                .usageWanted())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "[] | - | invalid_type | the body is an array; it must be a JSON object",
        "\"x\" | - | invalid_type | the body is a string; it must be a JSON object",
        "{} | messages | missing_required_parameter | messages is missing; it must be a non-empty array of objects",
        "{\"messages\":[]} | messages | invalid_value | messages is an empty array; it must be a non-empty array of objects",
        "{\"messages\":\"secret\"} | messages | invalid_type | messages is a string; it must be a non-empty array of objects",
        "{\"messages\":null} | messages | invalid_type | messages is null; it must be a non-empty array of objects",
        "{\"messages\":{}} | messages | invalid_type | messages is an object; it must be a non-empty array of objects",
        "{\"messages\":[{},\"secret\"]} | messages | invalid_type | messages[1] is a string; it must be an object",
        "{\"model\":12,MESSAGES} | model | invalid_type | model is 12; it must be a string",
        "{\"model\":[1],MESSAGES} | model | invalid_type | model is an array; it must be a string",
        "{\"model\":true,MESSAGES} | model | invalid_type | model is true; it must be a string",
        "{\"model\":\"a\",\"model\":\"b\",MESSAGES} | model | duplicate_key | model is given twice; a key must be there once",
        "{\"model\":\"a\",\"mod\\u0065l\":\"a\",MESSAGES} | model | duplicate_key | model is given twice; a key must be there once",
        "{MESSAGES,MESSAGES} | messages | duplicate_key | messages is given twice; a key must be there once",
        "{\"stream\":true,\"stream\":true,MESSAGES} | stream | duplicate_key | stream is given twice; a key must be there once",
        "{\"metadata\":{},\"metadata\":{},MESSAGES} | metadata | duplicate_key | metadata is given twice; a key must be there once",
        "{\"max_tokens\":1,MESSAGES,\"max_tokens\":2} | max_tokens | duplicate_key | max_tokens is given twice; a key must be there once",
        "{\"stream\":\"yes\",MESSAGES} | stream | invalid_type | stream is \"yes\"; it must be true, false or null",
        "{\"stream\":1,MESSAGES} | stream | invalid_type | stream is 1; it must be true, false or null",
        "{\"stream_options\":true,MESSAGES} | stream_options | invalid_type | stream_options is true; it must be an object or null",
        "{\"stream_options\":{\"include_usage\":1},MESSAGES} | stream_options.include_usage | invalid_type | stream_options.include_usage is 1; it must be true, false or null",
        "{\"stream_options\":{\"include_usage\":true,\"include_usage\":false},MESSAGES} | stream_options.include_usage | duplicate_key | stream_options.include_usage is given twice; a key must be there once",
        "{\"fallbacks\":\"a\",MESSAGES} | fallbacks | invalid_type | fallbacks is \"a\"; it must be an array",
        "{\"fallbacks\":[\"a\",7],MESSAGES} | fallbacks | invalid_type | fallbacks[1] is 7; it must be a model's name or an object with one in \"model\"",
        "{\"fallbacks\":[\"\"],MESSAGES} | fallbacks | invalid_type | fallbacks[0] is \"\"; it must be a model's name or an object with one in \"model\"",
        "{\"fallbacks\":[{\"name\":\"a\"}],MESSAGES} | fallbacks | invalid_type | fallbacks[0] is an object; it must be a model's name or an object with one in \"model\"",
        "{\"disable_fallbacks\":\"true\",MESSAGES} | disable_fallbacks | invalid_type | disable_fallbacks is \"true\"; it must be true, false or null",
        "{\"model\":1,\"stream\":2} | model | invalid_type | model is 1; it must be a string",
        "{\"model\":1,} | - | invalid_json | the body is not valid JSON: expected a key in quotes at byte 11",
        "`` | - | invalid_json | the body is not valid JSON: expected a value at byte 0",
      })
  void aWrongChatRequestIsToldTheThingTheValueAndTheRule(
      String body, String param, String code, String message) {
    // When
    Malformed malformed = malformed(Operation.CHAT, body.replace("MESSAGES", MESSAGES));
    // Then
    assertThat(malformed).isEqualTo(new Malformed(message, param, code));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COMPLETION | {} | prompt is missing; it must be a string or an array",
        "COMPLETION | {\"prompt\":{}} | prompt is an object; it must be a string or an array",
        "COMPLETION | {\"prompt\":null} | prompt is null; it must be a string or an array",
        "EMBEDDING | {\"prompt\":\"x\"} | input is missing; it must be a string or an array",
        "EMBEDDING | {\"input\":5} | input is a number; it must be a string or an array",
      })
  void theOtherOperationsHaveTheirOwnField(Operation operation, String body, String message) {
    assertThat(malformed(operation, body).message()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stream | \"REPEATED\" | stream is a string of 2000 bytes; it must be true, false or null",
        "stream | REPEATED | stream is a number of 2000 digits; it must be true, false or null",
        "model | \"REPEATED\" | model is a string of 2000 bytes; it must be at most 1024 bytes long",
        "fallbacks | [\"REPEATED\"] | a name in fallbacks is a string of 2000 bytes; it must be at most 1024 bytes long",
      })
  void aLongValueIsToldByItsLength(String field, String value, String message) {
    assertThat(
            malformed(
                    Operation.CHAT,
                    "{\"" + field + "\":" + value.replace("REPEATED", "7".repeat(2_000)) + "}")
                .message())
        .isEqualTo(message);
  }

  @Test
  void moreFallbacksThanAnyoneNeedsAreRefused() {
    // Given
    String names =
        IntStream.range(0, 5_000).mapToObj(i -> "\"m" + i + "\"").collect(Collectors.joining(","));
    // Then
    assertThat(
            malformed(Operation.CHAT, "{\"fallbacks\":[" + names + "]," + MESSAGES + "}").message())
        .isEqualTo("fallbacks is longer; it must be an array of at most 100");
  }

  @ParameterizedTest
  @EnumSource
  void aBodyNestedWithoutEndIsRefusedNotFallenOver(Operation operation) {
    assertThat(malformed(operation, "{\"x\":" + "[".repeat(2_000_000)).message())
        .isEqualTo(
            "the body is not valid JSON: expected nesting of at most 256 levels at byte 260");
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    assertThat(
            malformed(Operation.CHAT, "{\"model\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1))
                .message())
        .isEqualTo("the body is not valid JSON: expected valid UTF-8 at byte 10");
  }

  @Property(tries = 20_000)
  void noInputWhateverMakesItThrow(@ForAll long seed) {
    // Given
    Random random = new Random(seed);
    byte[] body =
        utf8(
            "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":false},"
                + "\"fallbacks\":[\"a\",{\"model\":\"b\"}],\"disable_fallbacks\":null,"
                + MESSAGES
                + "}");
    for (int i = random.nextInt(4); i >= 0; i--) {
      body[random.nextInt(body.length)] =
          (byte) "\"\\{}[]:,0tn\u0000\u00ff".charAt(random.nextInt(13));
    }
    byte[] cut = Arrays.copyOf(body, random.nextInt(body.length + 1));
    for (Operation operation : Operation.values()) {
      // When
      RequestReading reading = OpenAiRequests.read(operation, cut);
      // Then
      assertThat(reading).isNotNull();
    }
  }

  private static InferenceCall understood(Operation operation, String body) {
    return understood(operation, utf8(body));
  }

  private static InferenceCall understood(Operation operation, byte[] body) {
    RequestReading reading = OpenAiRequests.read(operation, body);
    assertThat(reading).isInstanceOf(Understood.class);
    return ((Understood) reading).call();
  }

  private static Malformed malformed(Operation operation, String body) {
    return malformed(operation, utf8(body));
  }

  private static Malformed malformed(Operation operation, byte[] body) {
    RequestReading reading = OpenAiRequests.read(operation, body);
    assertThat(reading).isInstanceOf(Malformed.class);
    return (Malformed) reading;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
