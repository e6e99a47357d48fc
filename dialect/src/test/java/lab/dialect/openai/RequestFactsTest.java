package lab.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.RequestFacts;
import lab.dialect.InferenceCall;
import lab.dialect.RequestReading.Malformed;
import lab.dialect.RequestReading.Understood;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFactsTest {
  private static final String HI = "'messages':[{'role':'user','content':'hi'}]";
  private static final MetadataKeys WANTED = MetadataKeys.of(Set.of("tier", "batch", "share"));

  @Test
  void aShortQuestionHasNoFactsButItsTokens() {
    assertThat(facts("{" + HI + "}"))
        .isEqualTo(new RequestFacts(5, 1, false, false, 0, 1, null, Map.of(), Map.of(), List.of()));
  }

  @Test
  void theWholePromptAndItsLastUserMessageAreEstimated() {
    // Given
    String question = "How long does the train from the harbour to the old town take?";
    String body =
        chat(
            message("system", "You are a guide who knows each street of the city by heart. "),
            message("user", "Hello"),
            message("assistant", "Hello! Where do you want to go today, and how?"),
            message("user", question),
            message("tool", "14 minutes"));
    // When
    RequestFacts facts = facts(body);
    // Then
    assertThat(facts.lastMessageTokens()).isBetween(12, 18);
    assertThat(facts.promptTokens()).isBetween(55, 75);
  }

  @Test
  void partsOfAMessageCountTheirTextAndNoImage() {
    // Given
    String image =
        "{'type':'image_url','image_url':{'url':'data:image/png;base64,"
            + "A".repeat(9_000)
            + "'}}";
    String parts = "[{'type':'text','text':'What is'}," + image + ",{'text':'this?'},7,null]";
    // When
    RequestFacts facts = facts("{'messages':[{'role':'user','content':" + parts + "}]}");
    // Then
    assertThat(facts.lastMessageTokens()).isBetween(3, 5);
    assertThat(facts.promptTokens()).isBetween(7, 9);
  }

  @Test
  void toolsAndTheirCallsArePartOfThePrompt() {
    // Given
    String call =
        "{'role':'assistant','content':null,'tool_calls':[{'id':'c1','type':'function',"
            + "'function':{'name':'weather','arguments':'{}'}}]}";
    String tools = "'tools':[{'type':'function','function':{'name':'weather','parameters':{}}}]";
    // When
    int with = facts("{" + tools + ",'messages':[" + call + "]}").promptTokens();
    // Then
    assertThat(with).isGreaterThan(40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"```\\ncode\\n```", "compare A.java with B.java"})
  void aCodeBlockOrTwoFilesStructureTheLastMessage(String text) {
    // When
    RequestFacts facts = facts(chat(message("user", text), message("assistant", "ok")));
    // Then
    assertThat(facts.lastMessageStructured()).isTrue();
    assertThat(facts.structured()).isTrue();
  }

  @Test
  void whatStandsInEarlierMessagesStructuresTheWholeOnly() {
    // When
    RequestFacts facts =
        facts(chat(message("user", "```x```"), message("user", "And what of that?")));
    // Then
    assertThat(facts.lastMessageStructured()).isFalse();
    assertThat(facts.structured()).isTrue();
  }

  @Test
  void filesOfSeveralMessagesAreSeveral() {
    // Given
    String body = chat(message("user", "read A.java"), message("user", "now B.java"));
    String same = chat(message("user", "read A.java"), message("user", "A.java again"));
    // Then
    assertThat(facts(body).structured()).isTrue();
    assertThat(facts(body).lastMessageStructured()).isFalse();
    assertThat(facts(same).structured()).isFalse();
  }

  @Test
  void numberedStepsAreStructureAndNoHardQuestionByThemselves() {
    // When
    RequestFacts facts = facts(chat(message("user", "Do this:\\n1. wash\\n2. dry")));
    // Then
    assertThat(facts.structured()).isTrue();
    assertThat(facts.lastMessageStructured()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"9, false", "10, true"})
  void aConversationOfTenMessagesIsDeep(int messages, boolean deep) {
    // Given
    String[] all = new String[messages];
    Arrays.fill(all, message("user", "and?"));
    // Then
    assertThat(facts(chat(all)).structured()).isEqualTo(deep);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'max_tokens':70 | 70",
        "'max_completion_tokens':50,'max_tokens':70 | 50",
        "'max_tokens':70,'max_completion_tokens':null | 70",
        "'max_tokens':-1 | 0",
        "'max_tokens':'70' | 0",
        "'max_tokens':99999999999 | 2147483647",
        "'max_tokens':1e3 | 0",
      })
  void theOutputIsWhatTheClientAllows(String fields, int tokens) {
    assertThat(facts("{" + fields + "," + HI + "}").outputTokens()).isEqualTo(tokens);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "COMPLETION | {'prompt':'one two'} | 2 | 1",
        "COMPLETION | {'prompt':'one','n':3} | 1 | 3",
        "COMPLETION | {'prompt':['one','two']} | 2 | 2",
        "COMPLETION | {'prompt':[5,6,7,8]} | 4 | 1",
        "EMBEDDING | {'input':[[5,6],[7,8,9]]} | 5 | 2",
        "EMBEDDING | {'input':[]} | 0 | 1",
        "EMBEDDING | {'input':['a',{},null]} | 1 | 3",
        "CHAT | {'n':4,'messages':[{'role':'user','content':'one'}]} | 5 | 4",
        "CHAT | {'n':0,'messages':[{'content':'one'}]} | 5 | 1",
      })
  void promptsAndInputsAreCounted(Operation operation, String body, int tokens, int batch) {
    // When
    RequestFacts facts = call(operation, body).facts();
    // Then
    assertThat(facts.promptTokens()).isEqualTo(tokens);
    assertThat(facts.batchSize()).isEqualTo(batch);
  }

  @Test
  void theLastPromptIsTheLastMessage() {
    assertThat(call(Operation.COMPLETION, "{'prompt':['one two three','one']}").facts())
        .extracting(RequestFacts::lastMessageTokens)
        .isEqualTo(1);
    assertThat(call(Operation.COMPLETION, "{'prompt':[5,6,7]}").facts())
        .extracting(RequestFacts::lastMessageTokens)
        .isEqualTo(3);
  }

  @Test
  void userTagsAndTheWantedMetadataAreKept() {
    // When
    RequestFacts facts =
        facts(
            "{'user':'ann','metadata':{'tier':'premium','batch':true,'share':0.5,'secret':'x',"
                + "'t\\u0061gs':['a',2,{},null]},"
                + HI
                + "}");
    // Then
    assertThat(facts.user()).isEqualTo("ann");
    assertThat(facts.metadata())
        .isEqualTo(Map.of("tier", "premium", "batch", "true", "share", "0.5"));
    assertThat(facts.tags()).containsExactly("a", "2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'metadata':7",
        "'metadata':null",
        "'metadata':{'tags':'a','tier':{},'batch':null}",
        "'user':null",
        "'user':['x']",
        "'n':'two'",
        "'tools':{}",
      })
  void whatIsOddInThemIsTheProvidersMatter(String field) {
    // When
    RequestFacts facts = facts("{" + field + "," + HI + "}");
    // Then
    assertThat(facts).isEqualTo(facts("{" + HI + "}"));
  }

  @Test
  void aCapabilityIsTheGatewaysOwnField() {
    // When
    OpenAiCall call =
        (OpenAiCall) call(Operation.CHAT, "{'capability':'reasoning','model':'m'," + HI + "}");
    // Then
    assertThat(call.capability()).isEqualTo("reasoning");
    assertThat(new String(call.bodyFor(new ModelName("m")), UTF_8).replace('"', '\''))
        .isEqualTo("{'model':'m'," + HI + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "''"})
  void aCapabilityThatIsNotSaidIsNone(String value) {
    assertThat(call(Operation.CHAT, "{'capability':" + value + "," + HI + "}").capability())
        .isNull();
  }

  @Test
  void aCapabilityIsAString() {
    // When
    var reading = OpenAiRequests.read(Operation.CHAT, json("{'capability':7," + HI + "}"));
    // Then
    assertThat(reading)
        .isEqualTo(
            new Malformed("capability is 7; it must be a string", "capability", "invalid_type"));
  }

  private static String chat(String... messages) {
    return "{'messages':[" + String.join(",", messages) + "]}";
  }

  private static String message(String role, String content) {
    return "{'content':'" + content + "','role':'" + role + "'}";
  }

  private static RequestFacts facts(String body) {
    return call(Operation.CHAT, body).facts();
  }

  private static InferenceCall call(Operation operation, String body) {
    var reading = OpenAiRequests.read(operation, json(body), WANTED);
    assertThat(reading).isInstanceOf(Understood.class);
    return ((Understood) reading).call();
  }

  private static byte[] json(String body) {
    return body.replace('\'', '"').getBytes(UTF_8);
  }
}
