package lab.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.CacheWish;
import lab.dialect.InferenceCall;
import lab.dialect.ProviderDialect.Written;
import lab.dialect.RequestReading;
import lab.dialect.json.Canonical;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a chat is in the key of its cached answer, and what a client says of caching. */
class RequestMeaningTest {
  private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

  private static RequestReading read(String body) {
    return OpenAiRequests.read(Operation.CHAT, body.getBytes(UTF_8));
  }

  private static InferenceCall chat(String more) {
    RequestReading reading = read("{" + MESSAGES + more + "}");
    assertThat(reading).isInstanceOf(RequestReading.Understood.class);
    return ((RequestReading.Understood) reading).call();
  }

  private static String meaning(InferenceCall call) {
    MessageDigest digest = Canonical.sha256();
    RequestMeaning.into(digest, call);
    return HexFormat.of().formatHex(digest.digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"stream\":true",
        ",\"stream\":true,\"stream_options\":{\"include_usage\":true}",
        ",\"user\":\"anna\"",
        ",\"metadata\":{\"a\":1}",
        ",\"cache\":{\"ttl\":5}",
        ",\"temperature\":null",
        ",\"safety_identifier\":\"x\"",
        ",\"prompt_cache_key\":\"x\"",
      })
  void whatDoesNotChangeTheAnswerIsNotInTheMeaning(String more) {
    assertThat(meaning(chat(more))).isEqualTo(meaning(chat("")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"temperature\":0.5",
        ",\"top_p\":0.5",
        ",\"max_tokens\":5",
        ",\"max_completion_tokens\":5",
        ",\"seed\":5",
        ",\"n\":2",
        ",\"stop\":[\"a\"]",
        ",\"presence_penalty\":1",
        ",\"frequency_penalty\":1",
        ",\"logit_bias\":{\"5\":1}",
        ",\"logprobs\":true",
        ",\"top_logprobs\":3",
        ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]",
        ",\"tool_choice\":\"none\"",
        ",\"parallel_tool_calls\":false",
        ",\"response_format\":{\"type\":\"json_object\"}",
        ",\"reasoning_effort\":\"low\"",
        ",\"top_k\":1",
        ",\"min_p\":0.1",
        ",\"fallbacks\":[\"b\"]",
        ",\"disable_fallbacks\":true",
        ",\"a_field_of_next_year\":1",
      })
  void whateverMayChangeTheAnswerIsInTheMeaning(String more) {
    assertThat(meaning(chat(more))).isNotEqualTo(meaning(chat("")));
  }

  @Test
  void aClientsWordsOfCachingAreReadAndGoToNoProvider() {
    // Given
    InferenceCall call =
        chat(
            ",\"cache\":{\"no-cache\":true,\"no-store\":false,\"ttl\":60,\"s-maxage\":0,"
                + "\"namespace\":\"mine\",\"use-cache\":true,\"replay\":\"paced\",\"else\":[]}");

    // When
    Written written = new OpenAiDialect().request(call, new ModelName("m"));

    // Then
    assertThat(call.cacheWish())
        .isEqualTo(
            new CacheWish(true, false, true, Duration.ofSeconds(60), Duration.ZERO, "mine", true));
    assertThat(new String(((Written.Ready) written).request().body(), UTF_8))
        .isEqualTo("{\"model\":\"m\"," + MESSAGES + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | cache is true; it must be an object or null",
        "{\"ttl\":-1} | cache.ttl is -1; it must be whole seconds, 0 to 31536000, or null",
        "{\"s-maxage\":\"5\"} | cache.s-maxage is \"5\"; it must be whole seconds, 0 to 31536000, or null",
        "{\"no-cache\":1} | cache.no-cache is 1; it must be true, false or null",
        "{\"replay\":\"slow\"} | cache.replay is \"slow\"; it must be \"at_once\", \"paced\" or null",
        "{\"namespace\":1} | cache.namespace is 1; it must be a string of at most 256 bytes, or null",
      })
  void wordsOfCachingThatMeanNothingAreRefused(String cache, String message) {
    // When
    RequestReading reading = read("{" + MESSAGES + ",\"cache\":" + cache + "}");

    // Then
    assertThat(reading).isEqualTo(new RequestReading.Malformed(message, "cache", "invalid_type"));
  }
}
