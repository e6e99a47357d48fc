package lab.dialect.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import lab.dialect.Crossing;
import lab.dialect.InferenceCall;
import lab.dialect.RequestReading;
import lab.dialect.openai.MetadataKeys;
import lab.dialect.openai.OpenAiDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of Responses as the chats that all providers are asked for. */
class ResponsesRequestTest {
  private final ResponsesClient client = new ResponsesClient(MetadataKeys.NONE, new Shelf());

  @Test
  void aTextWithInstructionsIsAChat() {
    // When
    JsonNode body =
        chat(
            "{'model':'m','instructions':'be brief','input':'hi','max_output_tokens':9,"
                + "'temperature':0.5,'reasoning':{'effort':'low'},'stream':true}");
    // Then
    assertThat(body)
        .isEqualTo(
            Crossing.json(
                "{'model':'m','max_tokens':9,'temperature':0.5,'reasoning_effort':'low',"
                    + "'cache':{'no-cache':true,'no-store':true},'stream':true,'stream_options':{'include_usage':true},'messages':["
                    + "{'role':'system','content':'be brief'},{'role':'user','content':'hi'}]}"));
  }

  @Test
  void itemsAreMessagesCallsAndResults() {
    // When
    JsonNode messages =
        chat("{'input':[{'role':'user','content':[{'type':'input_text','text':'x'},"
                + "{'type':'input_image','image_url':'https://x/y.png','detail':'low'}]},"
                + "{'type':'reasoning','id':'r','summary':[]},"
                + "{'type':'function_call','call_id':'a','name':'f','arguments':'{}'},"
                + "{'type':'function_call','call_id':'b','name':'g','arguments':'{}'},"
                + "{'type':'function_call_output','call_id':'a','output':'1'},"
                + "{'type':'message','role':'assistant','content':["
                + "{'type':'output_text','text':'done'}]}]}")
            .path("messages");
    // Then
    assertThat(messages.findValuesAsText("role"))
        .containsExactly("user", "assistant", "tool", "assistant");
    assertThat(messages.at("/0/content/1/image_url/url").asText()).isEqualTo("https://x/y.png");
    assertThat(messages.at("/1/tool_calls").findValuesAsText("id")).containsExactly("a", "b");
    assertThat(messages.at("/2"))
        .isEqualTo(Crossing.json("{'role':'tool','tool_call_id':'a','content':'1'}"));
    assertThat(messages.at("/3/content").asText()).isEqualTo("done");
  }

  @Test
  void flatToolsAndFormatsAreNested() {
    // When
    JsonNode body =
        chat(
            "{'input':'x','tools':[{'type':'function','name':'f','parameters':{'type':'object'},"
                + "'strict':true}],'tool_choice':{'type':'function','name':'f'},"
                + "'text':{'format':{'type':'json_schema','name':'n','schema':{}}}}");
    // Then
    assertThat(body.at("/tools/0"))
        .isEqualTo(
            Crossing.json(
                "{'type':'function','function':{'name':'f','parameters':{'type':'object'},"
                    + "'strict':true}}"));
    assertThat(body.at("/tool_choice/function/name").asText()).isEqualTo("f");
    assertThat(body.path("response_format"))
        .isEqualTo(Crossing.json("{'type':'json_schema','json_schema':{'name':'n','schema':{}}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{'input':7}",
        "{'input':[{'role':'nobody','content':'x'}]}",
        "{'input':[{'type':'item_reference','id':'x'}]}",
        "{'input':[{'role':'user','content':[{'type':'input_audio'}]}]}",
        "{'input':'x','tools':[{'type':'web_search'}]}",
        "{'input':'x','background':true}",
        "{'input':'x','conversation':'c'}",
        "{'input':'x','previous_response_id':7}"
      })
  void whatCanNotBeServedIsRefusedInWords(String json) {
    assertThat(client.read(bytes(json)))
        .isInstanceOfSatisfying(
            RequestReading.Malformed.class, bad -> assertThat(bad.message()).isNotBlank());
  }

  @Test
  void whatChatsHaveNoPlaceForIsNamed() {
    // When
    InferenceCall call = call("{'input':'x','text':{'verbosity':'low'},'strange':1,'include':[]}");
    // Then
    assertThat(Crossing.request(new OpenAiDialect(), call).lost())
        .containsExactlyInAnyOrder("text.verbosity", "strange");
  }

  private InferenceCall call(String json) {
    return Crossing.call(client.read(bytes(json)));
  }

  private JsonNode chat(String json) {
    return Crossing.json(call(json).body());
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(UTF_8);
  }
}
