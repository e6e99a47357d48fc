package lab.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.dialect.ClientError;
import lab.dialect.Crossing;
import lab.dialect.InferenceCall;
import lab.dialect.ProviderRequest;
import lab.dialect.RequestReading;
import lab.dialect.openai.MetadataKeys;
import lab.dialect.openai.OpenAiDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of Anthropic's clients, and what they are told of errors. */
class AnthropicClientTest {
  private static final AnthropicClient CLIENT = new AnthropicClient(MetadataKeys.NONE);
  private static final OpenAiDialect OPEN_AI = new OpenAiDialect();
  private static final String HI = "'messages':[{'role':'user','content':'hi'}]";

  @Test
  void aPlainMessageIsAChatThatTheGatewayUnderstands() {
    // When
    InferenceCall call = call("{'model':'m','max_tokens':9,'stream':true," + HI + "}");
    // Then
    assertThat(call.model()).hasToString("m");
    assertThat(call.streamed()).isTrue();
    assertThat(call.facts().outputTokens()).isEqualTo(9);
    assertThat(call.facts().promptTokens()).isPositive();
    assertThat(Crossing.json(call.body()))
        .isEqualTo(
            Crossing.json(
                "{'model':'m','max_tokens':9,'stream':true,'stream_options':"
                    + "{'include_usage':true},'messages':[{'role':'user','content':'hi'}]}"));
  }

  @Test
  void systemStopsAndDrawingHaveTheirPlaces() {
    // When
    JsonNode body =
        openAi(
            "{'system':[{'type':'text','text':'a','cache_control':{'type':'ephemeral'}},"
                + "{'type':'text','text':'b'}],'stop_sequences':['x'],'temperature':0.5,"
                + "'top_p':0.25,'top_k':3,'metadata':{'user_id':'u'},"
                + HI
                + "}");
    // Then
    assertThat(body.at("/messages/0"))
        .isEqualTo(Crossing.json("{'role':'system','content':'a\\n\\nb'}"));
    assertThat(body.path("stop")).isEqualTo(Crossing.json("['x']"));
    assertThat(body.path("temperature").asDouble()).isEqualTo(0.5);
    assertThat(body.path("top_p").asDouble()).isEqualTo(0.25);
    assertThat(body.path("top_k").asInt()).isEqualTo(3);
    assertThat(body.path("user").asText()).isEqualTo("u");
  }

  @Test
  void whatIsOfTheSystemStandsFirstWhereverTheClientHasIt() {
    assertThat(openAi("{" + HI + ",'system':'a'}").path("messages"))
        .isEqualTo(
            Crossing.json("[{'role':'system','content':'a'},{'role':'user','content':'hi'}]"));
  }

  @Test
  void ofTwoListsOfMessagesTheLastCounts() {
    String before = "'messages':[{'role':'user','content':'before'}],";

    assertThat(openAi("{" + before + HI + "}").path("messages"))
        .isEqualTo(Crossing.json("[{'role':'user','content':'hi'}]"));
  }

  @Test
  void toolsCallsAndResultsAreThoseOfOpenAi() {
    // When
    JsonNode body =
        openAi(
            "{'tools':[{'name':'add','description':'d','input_schema':{'type':'object'}}],"
                + "'tool_choice':{'type':'any','disable_parallel_tool_use':true},'messages':["
                + "{'role':'user','content':'add'},{'role':'assistant','content':["
                + "{'type':'thinking','thinking':'hm','signature':'s'},{'type':'text','text':'ok'},"
                + "{'type':'tool_use','id':'toolu_1','name':'add','input':{'a':1}}]},"
                + "{'role':'user','content':[{'type':'text','text':'so?'},"
                + "{'type':'tool_result','tool_use_id':'toolu_1','is_error':true,'content':["
                + "{'type':'text','text':'no'},{'type':'image','source':{'type':'base64',"
                + "'media_type':'image/png','data':'iVB'}}]}]}]}");
    // Then
    assertThat(body.at("/tools/0/function"))
        .isEqualTo(
            Crossing.json("{'name':'add','description':'d','parameters':{'type':'object'}}"));
    assertThat(body.path("tool_choice").asText()).isEqualTo("required");
    assertThat(body.path("parallel_tool_calls").asBoolean(true)).isFalse();
    JsonNode answer = body.at("/messages/1");
    assertThat(answer.path("content").asText()).isEqualTo("ok");
    assertThat(answer.path("reasoning_content").asText()).isEqualTo("hm");
    assertThat(answer.at("/tool_calls/0/function/arguments").asText()).isEqualTo("{\"a\":1}");
    assertThat(body.at("/messages/2"))
        .isEqualTo(Crossing.json("{'role':'tool','tool_call_id':'toolu_1','content':'Error: no'}"));
    assertThat(body.at("/messages/3/content").findValuesAsText("type"))
        .containsExactly("text", "image_url");
    assertThat(body.at("/messages/3/content/1/image_url/url").asText())
        .isEqualTo("data:image/png;base64,iVB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'thinking':{'type':'enabled','budget_tokens':1024} | low",
        "'thinking':{'type':'enabled','budget_tokens':4096} | medium",
        "'thinking':{'type':'enabled','budget_tokens':32000} | high",
        "'thinking':{'type':'disabled'} | none",
        "'thinking':{'type':'adaptive'} | ",
        "'thinking':{'type':'adaptive'},'output_config':{'effort':'max'} | max"
      })
  void thinkingIsEffort(String fields, String effort) {
    assertThat(openAi("{" + fields + "," + HI + "}").path("reasoning_effort").asText(null))
        .isEqualTo(effort);
  }

  @Test
  void aSchemaForTheAnswerIsKept() {
    assertThat(
            openAi(
                    "{'output_config':{'format':{'type':'json_schema','schema':{'type':'object'}}},"
                        + HI
                        + "}")
                .at("/response_format/json_schema/schema"))
        .isEqualTo(Crossing.json("{'type':'object'}"));
  }

  @Test
  void whatOpenAisFormHasNoPlaceForIsNamedToEverybodyElse() {
    // Given
    InferenceCall call =
        call("{'container':'c','metadata':{'user_id':'" + "u".repeat(65) + "'}," + HI + "}");
    // When
    ProviderRequest elsewhere = Crossing.request(OPEN_AI, call);
    ProviderRequest home = Crossing.request(new AnthropicDialect(), call);
    // Then
    assertThat(elsewhere.lost()).containsExactlyInAnyOrder("container", "metadata.user_id");
    assertThat(home.lost()).isEmpty();
  }

  @Test
  void whatChangesNoAnswerIsLeftOutInSilence() {
    // Given
    InferenceCall call =
        call(
            "{'cache_control':{'type':'ephemeral'},'service_tier':'auto','inference_geo':'us',"
                + HI
                + "}");
    // When
    ProviderRequest elsewhere = Crossing.request(OPEN_AI, call);
    // Then
    assertThat(elsewhere.lost()).isEmpty();
    assertThat(new String(elsewhere.body(), UTF_8))
        .doesNotContain("cache_control")
        .doesNotContain("service_tier")
        .doesNotContain("inference_geo");
  }

  @Test
  void anthropicGetsTheVeryBytesUnderItsNameOfTheModelWithoutWhatIsTheGateways() {
    // Given
    InferenceCall call =
        call("{'model' : 'm', 'fallbacks':['n'],'max_tokens':9,'new_field':[1, 2]," + HI + "}");
    // When
    ProviderRequest request = Crossing.request(new AnthropicDialect(), call);
    // Then
    assertThat(request.path()).isEqualTo("/v1/messages");
    assertThat(new String(request.body(), UTF_8))
        .isEqualTo(
            ("{'model' : 'up','max_tokens':9,'new_field':[1, 2]," + HI + "}").replace('\'', '"'));
    assertThat(call.fallbacks()).hasToString("[n]");
  }

  @Test
  void aToolOfAnthropicsOwnServersKeepsTheRequestThere() {
    // Given
    InferenceCall call =
        call("{'tools':[{'type':'web_search_20250305','name':'web_search'}]," + HI + "}");
    // When
    var elsewhere = Crossing.refusal(OPEN_AI, call);
    // Then
    assertThat(elsewhere.kind()).isEqualTo(FailureKind.BAD_REQUEST);
    assertThat(elsewhere.param()).isEqualTo("tools[0]");
    assertThat(new String(Crossing.request(new AnthropicDialect(), call).body(), UTF_8))
        .contains("web_search_20250305");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{'messages':[]}",
        "{'messages':'hi'}",
        "{'messages':[7]}",
        "{'messages':[{'role':'tool','content':'x'}]}",
        "{'messages':[{'role':'user','content':7}]}",
        "{'messages':[{'role':'user','content':[{'text':'x'}]}]}",
        "{'messages':[{'role':'user','content':'x'}],'max_tokens':'many'}",
        "{'messages':[{'role':'user','content':'x'}],'stream':'yes'}",
        "{'messages':[{'role':'user','content':'x'}],'model':5}",
        "{'messages':[{'role':'user','content':'x'}],'thinking':{'type':'deep'}}",
        "{'messages':[{'role':'user','content':'x'}],'tool_choice':{'type':'maybe'}}"
      })
  void whatCanNotBeReadIsRefusedInWords(String json) {
    // When
    RequestReading reading = CLIENT.read(json.replace('\'', '"').getBytes(UTF_8));
    // Then
    assertThat(reading)
        .isInstanceOfSatisfying(
            RequestReading.Malformed.class, bad -> assertThat(bad.message()).isNotBlank());
  }

  @Test
  void tokensAreCountedByTheGatewaysOwnEstimate() {
    // Given
    byte[] body = ("{'model':'m'," + HI + "}").replace('\'', '"').getBytes(UTF_8);
    // When
    InferenceCall call = Crossing.call(new AnthropicTokenCount().read(body));
    // Then
    assertThat(call.model()).isEqualTo(new ModelName("m"));
    assertThat(Crossing.json(Objects.requireNonNull(call.readyAnswer())))
        .isEqualTo(Crossing.json("{'input_tokens':" + call.facts().promptTokens() + "}"));
    assertThat(call.facts().promptTokens()).isPositive();
    assertThat(new AnthropicTokenCount().read("{}".getBytes(UTF_8)))
        .isInstanceOf(RequestReading.Malformed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "400,invalid_value,400,invalid_request_error",
    "401,invalid_api_key,401,authentication_error",
    "404,model_not_found,404,not_found_error",
    "413,request_too_large,413,request_too_large",
    "429,rate_limit_exceeded,429,rate_limit_error",
    "502,upstream_error,500,api_error",
    "503,server_is_overloaded,529,overloaded_error",
    "503,no_provider_available,503,api_error",
    "504,timeout,504,timeout_error"
  })
  void eachErrorIsToldInAnthropicsWords(int status, String code, int told, String type) {
    // Given
    var error = new ClientError(status, "what \"happened\"", "some_error", null, code);
    // When
    JsonNode body = Crossing.json(CLIENT.errorBody(error));
    // Then
    assertThat(CLIENT.errorStatus(error)).isEqualTo(told);
    assertThat(body.path("type").asText()).isEqualTo("error");
    assertThat(body.at("/error/type").asText()).isEqualTo(type);
    assertThat(body.at("/error/message").asText()).isEqualTo("what \"happened\"");
    assertThat(new String(call("{" + HI + "}").answers().errorEvents(error), UTF_8))
        .isEqualTo("event: error\ndata: " + new String(CLIENT.errorBody(error), UTF_8) + "\n\n");
  }

  @Test
  void aPromptThatIsTooLongIsToldInTheWordsThatAgentsReadAndSilenceIsAPing() {
    // Given
    var error = new ClientError(400, "9 > 8", "x", "messages", "context_length_exceeded");
    // Then
    assertThat(new String(CLIENT.errorBody(error), UTF_8)).contains("prompt is too long: 9 > 8");
    assertThat(new String(CLIENT.keepAlive(), UTF_8))
        .isEqualTo("event: ping\ndata: {\"type\":\"ping\"}\n\n");
    assertThat(CLIENT.streamType()).startsWith("text/event-stream");
  }

  private static InferenceCall call(String json) {
    return Crossing.call(CLIENT.read(json.replace('\'', '"').getBytes(UTF_8)));
  }

  private static JsonNode openAi(String json) {
    return Crossing.json(call(json).body());
  }
}
