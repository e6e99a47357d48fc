package lab.gateway.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import lab.contract.Operation;
import lab.dialect.ClientDialect;
import lab.dialect.InferenceCall;
import lab.dialect.RequestReading;
import lab.dialect.openai.MetadataKeys;
import lab.dialect.openai.OpenAiClient;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  private static final ClientDialect CHATS = chats();

  private final Repeats repeats = new Repeats();

  private static ClientDialect chats() {
    return new OpenAiClient(Operation.CHAT, MetadataKeys.NONE);
  }

  private static byte[] body(String words) {
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(words)
        .getBytes(UTF_8);
  }

  private static InferenceCall call(String words) {
    return ((RequestReading.Understood) CHATS.read(body(words))).call();
  }

  private InferenceCall answered(String words) {
    InferenceCall call = call(words);
    repeats.answered(CHATS, "anna", call, "space", "key of " + words);
    return call;
  }

  @Test
  void theSameBytesOfTheSameCallerAreTheSameCallAndHaveItsKey() {
    // Given
    InferenceCall call = answered("hi");

    // When
    InferenceCall again = repeats.call(CHATS, "anna", body("hi"));

    // Then
    assertThat(again).isSameAs(call);
    assertThat(repeats.key(call, "space")).isEqualTo("key of hi");
  }

  @Test
  void otherBytesAnotherCallerAndAnotherWayToSpeakAreNot() {
    // Given
    InferenceCall unused = answered("hi");

    // Then
    assertThat(repeats.call(CHATS, "anna", body("ho"))).isNull();
    assertThat(repeats.call(CHATS, "bert", body("hi"))).isNull();
    assertThat(repeats.call(chats(), "anna", body("hi"))).isNull();
  }

  @Test
  void bytesWithTheSamePlaceAreNotTheSame() {
    // Given: 31 * 'A' + 'a' is 31 * 'B' + 'B', and each byte of a short body is looked at
    InferenceCall call = answered("Aa");

    // Then
    assertThat(repeats.call(CHATS, "anna", body("BB"))).isNull();
    assertThat(repeats.call(CHATS, "anna", body("Aa"))).isSameAs(call);
  }

  @Test
  void eachByteOfALongBodyCounts() {
    // Given
    StringBuilder words = new StringBuilder("word ".repeat(500));
    InferenceCall call = answered(words.toString());

    for (int at = 0; at < words.length(); at++) {
      // When
      char before = words.charAt(at);
      words.setCharAt(at, '#');

      // Then
      assertThat(repeats.call(CHATS, "anna", body(words.toString()))).isNull();
      words.setCharAt(at, before);
    }
    assertThat(repeats.call(CHATS, "anna", body(words.toString()))).isSameAs(call);
  }

  @Test
  void aKeyIsThatOfItsNamespaceAndOfTheVeryCall() {
    // Given
    InferenceCall call = answered("hi");

    // Then
    assertThat(repeats.key(call, "another space")).isNull();
    assertThat(repeats.key(call("hi"), "space")).isNull();
  }

  @Test
  void oneThatTakesAPlaceIsTheOneThatIsKnownThere() {
    // Given
    InferenceCall unused = answered("Aa");

    // When
    InferenceCall later = answered("BB");

    // Then
    assertThat(repeats.call(CHATS, "anna", body("Aa"))).isNull();
    assertThat(repeats.call(CHATS, "anna", body("BB"))).isSameAs(later);
  }

  @Test
  void longOnesAreNotHeld() {
    // Given
    String words = "w".repeat(Repeats.LONGEST);

    // When
    InferenceCall call = answered(words);

    // Then
    assertThat(repeats.call(CHATS, "anna", body(words))).isNull();
    assertThat(repeats.key(call, "space")).isNull();
  }

  @Test
  void whatIsForgottenIsGone() {
    // Given
    InferenceCall call = answered("hi");

    // When
    repeats.clear();

    // Then
    assertThat(repeats.call(CHATS, "anna", body("hi"))).isNull();
    assertThat(repeats.key(call, "space")).isNull();
  }
}
