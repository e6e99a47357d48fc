package lab.dialect.ollama;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lab.dialect.ollama.Fit.json;
import static lab.dialect.ollama.Fit.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {

  private static JsonNode written(String messages) {
    return Fit.body(Call.chat("{'messages':[" + messages + "]}")).path("messages");
  }

  private static List<String> lost(String messages) {
    return Fit.request(Call.chat("{'messages':[" + messages + "]}")).lost();
  }

  @ParameterizedTest
  @CsvSource({
    "system,system",
    "developer,system",
    "user,user",
    "assistant,assistant",
    "tool,tool",
    "function,tool"
  })
  void everyRoleHasItsCounterpart(String role, String written) {
    assertThat(written("{'role':'" + role + "','content':'x'}").path(0).path("role").asText())
        .isEqualTo(written);
  }

  @Test
  void textPartsAreJoinedByNewlines() {
    JsonNode message =
        written(
                "{'role':'user','content':[{'type':'text','text':'a'},'b',"
                    + "{'type':'text','text':'c','cache_control':{'type':'ephemeral'}}]}")
            .path(0);

    assertThat(message).isEqualTo(json("{'role':'user','content':'a\\nb\\nc'}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'image_url','image_url':{'url':'data:image/png;base64,QUJD','detail':'low'}}",
        "{'type':'image_url','image_url':'data:image/png;base64,QUJD'}",
        "{'type':'image_url','image_url':{'url':'data:;base64,QUJD'}}",
        "{'type':'image_url','image_url':{'url':'DATA:image/webp;Base64,QUJD'}}",
        "{'type':'image_url','image_url':{'url':'QUJD'}}",
        "{'type':'input_image','image_url':'data:image/png;base64,QUJD'}"
      })
  void imagesStandBesideTheTextAsBareBase64(String part) {
    JsonNode message =
        written("{'role':'user','content':[{'type':'text','text':'see'}," + part + "]}").path(0);

    assertThat(message).isEqualTo(json("{'role':'user','content':'see','images':['QUJD']}"));
  }

  @Test
  void imagesInOllamasOwnFormStay() {
    assertThat(written("{'role':'user','content':'x','images':['QUJD']}").path(0).path("images"))
        .isEqualTo(json("['QUJD']"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://host/a.png", "https://host/a.png", "HTTPS://host/a.png"})
  void anImageBehindAnAddressIsRefusedByName(String url) {
    var failure =
        refused(
            Call.chat(
                "{'messages':[{'role':'user','content':[{'type':'text','text':'x'},"
                    + "{'type':'image_url','image_url':{'url':'"
                    + url
                    + "'}}]}]}"));

    assertThat(failure.param()).isEqualTo("messages[0].content[1].image_url");
    assertThat(failure.message()).contains("http");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "data:image/png,abc", "data:image/png;base64", ""})
  void whatIsNoImageIsRefused(String url) {
    var failure =
        refused(
            Call.chat(
                "{'messages':[{'role':'user','content':[{'type':'image_url','image_url':'"
                    + url
                    + "'}]}]}"));

    assertThat(failure.message()).contains("messages[0].content[0].image_url", "base64");
  }

  @ParameterizedTest
  @CsvSource({
    "input_audio,messages.content.input_audio",
    "file,messages.content.file",
    "hologram,messages.content.hologram"
  })
  void partsWithoutAPlaceAreNamedAsLost(String type, String name) {
    assertThat(
            lost("{'role':'user','content':[{'type':'text','text':'x'},{'type':'" + type + "'}]}"))
        .containsExactly(name);
  }

  @Test
  void argumentsBecomeAnObjectAndAResultFindsItsTool() {
    JsonNode messages =
        written(
            "{'role':'assistant','content':null,'tool_calls':[{'id':'c1','type':'function',"
                + "'function':{'name':'add','arguments':'{\\'a\\':1}'}}]},"
                + "{'role':'tool','tool_call_id':'c1','content':'2'}");

    assertThat(messages)
        .isEqualTo(
            json(
                "[{'role':'assistant','content':'','tool_calls':[{'id':'c1','function':"
                    + "{'name':'add','arguments':{'a':1}}}]},"
                    + "{'role':'tool','content':'2','tool_call_id':'c1','tool_name':'add'}]"));
  }

  @Test
  void aResultsOwnNameWinsAndAnUnknownCallHasNone() {
    JsonNode messages =
        written(
            "{'role':'tool','tool_call_id':'c9','name':'mine','content':'2'},"
                + "{'role':'tool','tool_call_id':'c9','content':'3'}");

    assertThat(messages.path(0).path("tool_name").asText()).isEqualTo("mine");
    assertThat(messages.path(1).has("tool_name")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "' '", "null", "{}", "'{}'"})
  void argumentsThatSayNothingAreAnEmptyObject(String arguments) {
    JsonNode call =
        written(
                "{'role':'assistant','tool_calls':[{'id':'c','function':{'name':'f','arguments':"
                    + arguments
                    + "}}]}")
            .path(0)
            .path("tool_calls")
            .path(0);

    assertThat(call.path("function").path("arguments")).isEqualTo(json("{}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'{'", "'[]'", "'5'", "5", "'{}{}'", "'no'"})
  void argumentsThatAreNoObjectAreRefused(String arguments) {
    var failure =
        refused(
            Call.chat(
                "{'messages':[{'role':'assistant','tool_calls':[{'id':'c','function':"
                    + "{'name':'f','arguments':"
                    + arguments
                    + "}}]}]}"));

    assertThat(failure.param()).isEqualTo("messages[0].tool_calls[0].function.arguments");
  }

  @Test
  void theOldFunctionCallIsAToolCall() {
    JsonNode messages =
        written(
            "{'role':'assistant','content':null,'function_call':{'name':'f','arguments':'{}'}},"
                + "{'role':'function','name':'f','content':'1'}");

    assertThat(messages.path(0).path("tool_calls"))
        .isEqualTo(json("[{'function':{'name':'f','arguments':{}}}]"));
    assertThat(messages.path(1)).isEqualTo(json("{'role':'tool','content':'1','tool_name':'f'}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"reasoning_content", "reasoning", "thinking"})
  void earlierThoughtsAreKeptUnderEveryName(String name) {
    assertThat(
            written("{'role':'assistant','content':'a','" + name + "':'hm'}")
                .path(0)
                .path("thinking")
                .asText())
        .isEqualTo("hm");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'content':null", "'content':''", "'refusal':null"})
  void noContentIsAnEmptyText(String field) {
    assertThat(written("{'role':'assistant'," + field + "}").path(0))
        .isEqualTo(json("{'role':'assistant','content':''}"));
  }

  @Test
  void aRefusalIsTheContentWhereThereIsNone() {
    assertThat(
            written("{'role':'assistant','content':null,'refusal':'no'}")
                .path(0)
                .path("content")
                .asText())
        .isEqualTo("no");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "'name':'bob',messages.name",
        "'audio':{},messages.audio",
        "'unheard_of':1,messages.unheard_of"
      })
  void fieldsOfAMessageWithoutAPlaceAreNamedAsLost(String field, String name) {
    assertThat(lost("{'role':'user','content':'x'," + field + "}")).containsExactly(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'messages':[]|messages",
        "'messages':{}|messages",
        "'messages':null|messages",
        "'x':1|messages",
        "'messages':['x']|messages[0]",
        "'messages':[{'content':'x'}]|messages[0].role",
        "'messages':[{'role':'god'}]|messages[0].role",
        "'messages':[{'role':1}]|messages[0].role",
        "'messages':[{'role':'user','content':5}]|messages[0].content",
        "'messages':[{'role':'user','content':{}}]|messages[0].content",
        "'messages':[{'role':'user','content':[5]}]|messages[0].content[0].type",
        "'messages':[{'role':'user','content':[{}]}]|messages[0].content[0].type",
        "'messages':[{'role':'user','content':[{'type':'text'}]}]|messages[0].content[0].text",
        "'messages':[{'role':'user','content':[{'type':'image_url'}]}]|messages[0].content[0].image_url",
        "'messages':[{'role':'assistant','tool_calls':{}}]|messages[0].tool_calls",
        "'messages':[{'role':'assistant','tool_calls':[5]}]|messages[0].tool_calls[0].function.name",
        "'messages':[{'role':'assistant','reasoning':5}]|messages[0].reasoning",
        "'messages':[{'role':'tool','tool_call_id':5}]|messages[0].tool_call_id",
        "'messages':[{'role':'user','images':[5]}]|messages[0].images"
      })
  void whatIsNoMessageIsRefusedWithItsPlace(String fields, String place) {
    assertThat(refused(Call.chat("{" + fields + "}")).param()).isEqualTo(place);
  }

  @Test
  void aLongTextIsSentInTheWordsAndEscapesOfTheClient() {
    String text = "caf\\u00e9 \\/ \\n".repeat(20);

    assertThat(
            new String(
                Fit.request(Call.chat("{'messages':[{'role':'user','content':'" + text + "'}]}"))
                    .body(),
                UTF_8))
        .contains("\"content\":\"" + text + "\"");
  }

  @Test
  void halfASurrogatePairDoesNotFailTheWriting() {
    var request = Fit.request(Call.chat("{'messages':[{'role':'user','content':'a\\ud83d b'}]}"));

    assertThat(json(request.body()).path("messages").path(0).path("content").asText())
        .isEqualTo("a\uFFFD b");
  }
}
