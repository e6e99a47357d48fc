package lab.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.RequestReading;
import lab.dialect.RequestReading.Understood;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestSpliceTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  private static final String[] OTHERS = {
    "\"seed\": 12345678901234567890",
    "\"x\":[1.50,2e3]",
    "\"top_k\":1",
    "\"extra\":{\"model\":\"n\"}"
  };
  private static final String[] SPACES = {"", "", " ", "\n  "};

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"model\":\"m\",M} | {\"model\":\"up\",M}",
        "{M, \"model\" : \"m\" } | {M, \"model\" : \"up\" }",
        "{M} | {\"model\":\"up\",M}",
        "{ M} | {\"model\":\"up\", M}",
        "{\"model\":null,M} | {\"model\":\"up\",M}",
        "{\"mod\\u0065l\":\"\",M} | {\"mod\\u0065l\":\"up\",M}",
        "{\"fallbacks\":[],\"model\":\"up\",M} | {\"model\":\"up\",M}",
        "{\"model\":\"up\",\"fallbacks\":[\"a\"],M} | {\"model\":\"up\",M}",
        "{\"model\":\"up\",M,\"fallbacks\":null} | {\"model\":\"up\",M}",
        "{\"fallbacks\":[],\"disable_fallbacks\":true,\"model\":\"up\",M} | {\"model\":\"up\",M}",
        "{\"model\":\"up\",M , \"fallbacks\":[] , \"disable_fallbacks\":true } | {\"model\":\"up\",M   }",
        "{\"fallbacks\":[],M,\"disable_fallbacks\":true,\"model\":\"m\"} | {M,\"model\":\"up\"}",
        "{\"fallbacks\":[],M} | {\"model\":\"up\",M}",
        "{\"model\":\"up\",\"stream\":true,M} | {\"stream_options\":{\"include_usage\":true},\"model\":\"up\",\"stream\":true,M}",
        "{\"stream\":true,M} | {\"model\":\"up\",\"stream_options\":{\"include_usage\":true},\"stream\":true,M}",
        "{\"model\":\"up\",\"stream\":true,\"stream_options\":null,M} | {\"model\":\"up\",\"stream\":true,\"stream_options\":{\"include_usage\":true},M}",
        "{\"model\":\"up\",\"stream\":true,\"stream_options\":{},M} | {\"model\":\"up\",\"stream\":true,\"stream_options\":{\"include_usage\":true},M}",
        "{\"model\":\"up\",\"stream\":true,\"stream_options\":{ \"a\":1},M} | {\"model\":\"up\",\"stream\":true,\"stream_options\":{\"include_usage\":true, \"a\":1},M}",
        "{\"model\":\"up\",\"stream\":true,\"stream_options\":{\"include_usage\":false,\"a\":1},M} | {\"model\":\"up\",\"stream\":true,\"stream_options\":{\"include_usage\":true,\"a\":1},M}",
      })
  void aBodyChangesWhereItHasToAndNowhereElse(String body, String sent) {
    // Given
    String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"a, } \\\" b\"}]";
    OpenAiCall call = call(body.replace("M", messages));
    // When
    byte[] spliced = call.bodyFor(new ModelName("up"));
    // Then
    assertThat(utf8(spliced)).isEqualTo(sent.replace("M", messages));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"up\",\"messages\":[{}]}",
        "{\"model\":\"u\\u0070\",\"messages\":[{}]}",
        "{\"model\":\"up\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\":[{}]}",
        "{\"model\":\"up\",\"stream\":false,\"stream_options\":{\"include_usage\":false},\"messages\":[{}]}",
      })
  void aBodyThatNeedNotChangeIsTheVeryArrayThatCame(String body) {
    // Given
    OpenAiCall call = call(body);
    // Then
    assertThat(call.bodyFor(new ModelName("up"))).isSameAs(call.body());
  }

  @Test
  void anEmbeddingIsNotAskedForTheUsageOfAStream() {
    // Given
    OpenAiCall call =
        call(Operation.EMBEDDING, "{\"model\":\"up\",\"input\":\"x\",\"stream\":true}");
    // Then
    assertThat(call.bodyFor(new ModelName("up"))).isSameAs(call.body());
  }

  @Test
  void aCompletionsStreamIsAskedForItsUsage() {
    // Given
    OpenAiCall call =
        call(Operation.COMPLETION, "{\"model\":\"up\",\"prompt\":\"x\",\"stream\":true}");
    // Then
    assertThat(utf8(call.bodyFor(new ModelName("up"))))
        .isEqualTo(
            "{\"stream_options\":{\"include_usage\":true},\"model\":\"up\",\"prompt\":\"x\",\"stream\":true}");
  }

  @Test
  void aModelNameIsEscapedWhereItHasTo() {
    // Given
    OpenAiCall call = call("{\"model\":\"m\",\"messages\":[{}]}");
    // Then
    assertThat(utf8(call.bodyFor(new ModelName("a\"\\\né"))))
        .isEqualTo("{\"model\":\"a\\\"\\\\\\u000aé\",\"messages\":[{}]}");
  }

  @Test
  void oneCallCanBeWrittenForSeveralProviders() {
    // Given
    OpenAiCall call = call("{\"model\":\"m\",\"fallbacks\":[\"b\"],\"messages\":[{}]}");
    // When
    String first = utf8(call.bodyFor(new ModelName("a")));
    String second = utf8(call.bodyFor(new ModelName("b")));
    // Then
    assertThat(first).isEqualTo("{\"model\":\"a\",\"messages\":[{}]}");
    assertThat(second).isEqualTo("{\"model\":\"b\",\"messages\":[{}]}");
  }

  @Property(tries = 5_000)
  void anyMixOfMembersInAnyOrderIsSplicedToWhatItMeans(@ForAll long seed) throws Exception {
    // Given
    Random random = new Random(seed);
    String body = body(random);
    ObjectNode expected = (ObjectNode) JACKSON.readTree(body);
    expected.remove(List.of("fallbacks", "disable_fallbacks"));
    expected.put("model", "up");
    if (expected.path("stream").asBoolean()) {
      ObjectNode options =
          expected.path("stream_options") instanceof ObjectNode there
              ? there
              : expected.putObject("stream_options");
      options.put("include_usage", true);
    }
    // When
    String sent = utf8(call(body).bodyFor(new ModelName("up")));
    // Then
    assertThat(JACKSON.readTree(sent)).isEqualTo(expected);
    for (String other : OTHERS) {
      assertThat(sent.contains(other)).isEqualTo(body.contains(other));
    }
  }

  private static String body(Random random) {
    List<String> members = new ArrayList<>(List.of("\"messages\":[{\"content\":\"x\"}]"));
    String[][] mayBe = {
      {"\"model\":\"m\"", "\"model\":\"up\"", "\"model\":null"},
      {"\"stream\":true", "\"stream\" : true", "\"stream\":false"},
      {
        "\"stream_options\":{}",
        "\"stream_options\":null",
        "\"stream_options\":{\"a\":1, \"include_usage\" : false}",
        "\"stream_options\":{\"include_usage\":true}"
      },
      {"\"fallbacks\":[\"a\" , \"b\"]", "\"fallbacks\":null"},
      {"\"disable_fallbacks\":true", "\"disable_fallbacks\":false"},
      {OTHERS[0]},
      {OTHERS[1]},
      {OTHERS[2]},
      {OTHERS[3]}
    };
    for (String[] choices : mayBe) {
      if (random.nextBoolean()) {
        members.add(choices[random.nextInt(choices.length)]);
      }
    }
    Collections.shuffle(members, random);
    StringBuilder body = new StringBuilder("{");
    for (int i = 0; i < members.size(); i++) {
      body.append(SPACES[random.nextInt(4)])
          .append(members.get(i))
          .append(SPACES[random.nextInt(4)]);
      body.append(i + 1 < members.size() ? "," : "}");
    }
    return body.toString();
  }

  private static OpenAiCall call(String body) {
    return call(Operation.CHAT, body);
  }

  private static OpenAiCall call(Operation operation, String body) {
    RequestReading reading = OpenAiRequests.read(operation, body.getBytes(StandardCharsets.UTF_8));
    assertThat(reading).isInstanceOf(Understood.class);
    return (OpenAiCall) ((Understood) reading).call();
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
