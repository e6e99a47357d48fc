package lab.dialect.ollama;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.Operation;
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

/** Requests of Ollama's clients, and what they are told of errors. */
class OllamaClientTest {
  private static final String HI = "'messages':[{'role':'user','content':'hi'}]";

  @ParameterizedTest
  @CsvSource({"'',true", "'\"stream\":true,',true", "'\"stream\":false,',false"})
  void aChatIsStreamedUnlessTheClientSaysNo(String stream, boolean streamed) {
    // When
    InferenceCall call = call(OllamaPath.CHAT, "{" + stream + "'model':'m'," + HI + "}");
    // Then
    assertThat(call.operation()).isEqualTo(Operation.CHAT);
    assertThat(call.model()).hasToString("m");
    assertThat(call.streamed()).isEqualTo(streamed);
    assertThat(call.usageWanted()).isEqualTo(streamed);
    assertThat(Crossing.json(call.body()).path("messages"))
        .isEqualTo(Crossing.json("[{'role':'user','content':'hi'}]"));
  }

  @Test
  void optionsHaveOpenAisNames() {
    // When
    JsonNode body =
        chat(
            "{'options':{'temperature':0.5,'top_p':0.25,'top_k':3,'seed':7,'num_predict':9,"
                + "'stop':['x'],'repeat_penalty':1.5},'keep_alive':'5m',"
                + HI
                + "}");
    // Then
    assertThat(body.path("temperature").asDouble()).isEqualTo(0.5);
    assertThat(body.path("top_p").asDouble()).isEqualTo(0.25);
    assertThat(body.path("top_k").asInt()).isEqualTo(3);
    assertThat(body.path("seed").asInt()).isEqualTo(7);
    assertThat(body.path("max_tokens").asInt()).isEqualTo(9);
    assertThat(body.path("stop")).isEqualTo(Crossing.json("['x']"));
    assertThat(body.path("repeat_penalty").asDouble()).isEqualTo(1.5);
    assertThat(chat("{'options':{'num_predict':-1}," + HI + "}").has("max_tokens")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"true,medium", "false,none", "\"low\",low", "\"max\",max"})
  void thinkIsEffort(String think, String effort) {
    assertThat(chat("{\"think\":" + think + "," + HI + "}").path("reasoning_effort").asText())
        .isEqualTo(effort);
  }

  @Test
  void formatsAreThoseOfOpenAi() {
    assertThat(chat("{'format':'json'," + HI + "}").at("/response_format/type").asText())
        .isEqualTo("json_object");
    assertThat(
            chat("{'format':{'type':'object'}," + HI + "}")
                .at("/response_format/json_schema/schema"))
        .isEqualTo(Crossing.json("{'type':'object'}"));
  }

  @Test
  void callsAndResultsFindEachOtherByIdOrByName() {
    // When
    JsonNode messages =
        chat("{'messages':[{'role':'user','content':'x'},{'role':'assistant','content':'',"
                + "'thinking':'hm','tool_calls':[{'function':{'name':'f','arguments':{'a':1}}},"
                + "{'id':'own','function':{'name':'g','arguments':{}}},"
                + "{'function':{'name':'f','arguments':{'a':2}}}]},"
                + "{'role':'tool','tool_name':'f','content':'1'},"
                + "{'role':'tool','tool_name':'f','content':'2'},"
                + "{'role':'tool','tool_call_id':'own','content':'3'}]}")
            .path("messages");
    // Then
    JsonNode calls = messages.at("/1/tool_calls");
    assertThat(messages.at("/1/reasoning_content").asText()).isEqualTo("hm");
    assertThat(calls.findValuesAsText("id")).containsExactly("call_0", "own", "call_2");
    assertThat(calls.at("/0/function/arguments").asText()).isEqualTo("{\"a\":1}");
    assertThat(messages.findValuesAsText("tool_call_id"))
        .containsExactly("call_0", "call_2", "own");
  }

  @Test
  void imagesGetTheTypeThatTheirBytesTell() {
    // When
    JsonNode content =
        chat("{'messages':[{'role':'user','content':'x','images':['iVBORx','/9j/x']}]}")
            .at("/messages/0/content");
    // Then
    assertThat(content.findValuesAsText("url"))
        .containsExactly("data:image/png;base64,iVBORx", "data:image/jpeg;base64,/9j/x");
    assertThat(content.at("/0/text").asText()).isEqualTo("x");
  }

  @Test
  void aPromptIsAChatWithItsSystemText() {
    // When
    InferenceCall call =
        call(OllamaPath.GENERATE, "{'model':'m','system':'s','prompt':'p','context':[1,2]}");
    // Then
    assertThat(Crossing.json(call.body()).path("messages"))
        .isEqualTo(
            Crossing.json("[{'role':'system','content':'s'},{'role':'user','content':'p'}]"));
    assertThat(Crossing.request(new OpenAiDialect(), call).lost()).containsExactly("context");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'raw':true", "'suffix':'x'", "'template':'x'"})
  void whatOnlyOllamaHasKeepsTheRequestThere(String field) {
    // Given
    InferenceCall call = call(OllamaPath.GENERATE, "{'model':'m','prompt':'p'," + field + "}");
    // When
    ProviderRequest own = Crossing.request(new OllamaDialect(), call);
    // Then
    assertThat(own.path()).isEqualTo("/api/generate");
    assertThat(new String(own.body(), UTF_8))
        .isEqualTo(("{'model':'up','prompt':'p'," + field + "}").replace('\'', '"'));
    assertThat(Crossing.refusal(new OpenAiDialect(), call).kind())
        .isEqualTo(FailureKind.BAD_REQUEST);
  }

  @Test
  void whatOthersHaveNoPlaceForIsNamedToThemOnly() {
    // Given
    InferenceCall call =
        call(
            OllamaPath.CHAT,
            "{'options':{'num_ctx':9},'keep_alive':1,'truncate':true,'shift':true,'strange':1,"
                + HI
                + "}");
    // Then
    assertThat(Crossing.request(new OpenAiDialect(), call).lost())
        .containsExactly("options.num_ctx", "strange");
    assertThat(Crossing.request(new OllamaDialect(), call).lost()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CHAT | {'model':'m'} | load",
        "CHAT | {'model':'m','messages':[]} | load",
        "GENERATE | {'model':'m','keep_alive':'5m'} | load",
        "GENERATE | {'model':'m','prompt':'','keep_alive':0} | unload",
        "GENERATE | {'model':'m','keep_alive':'0s'} | unload"
      })
  void toLoadAModelNobodyIsAsked(OllamaPath path, String json, String reason) {
    // When
    InferenceCall call = call(path, json);
    // Then
    assertThat(call.model()).isEqualTo(new ModelName("m"));
    JsonNode body = Crossing.json(Objects.requireNonNull(call.readyAnswer()));
    assertThat(body.path("model").asText()).isEqualTo("m");
    assertThat(body.path("done").asBoolean()).isTrue();
    assertThat(body.path("done_reason").asText()).isEqualTo(reason);
  }

  @Test
  void textsToEmbedAreOpenAisInput() {
    // When
    InferenceCall many = call(OllamaPath.EMBED, "{'model':'m','input':['a','b'],'dimensions':3}");
    InferenceCall one = call(OllamaPath.EMBEDDINGS, "{'model':'m','prompt':'a'}");
    // Then
    assertThat(many.operation()).isEqualTo(Operation.EMBEDDING);
    assertThat(Crossing.json(many.body()))
        .isEqualTo(Crossing.json("{'model':'m','dimensions':3,'input':['a','b']}"));
    assertThat(Crossing.json(one.body())).isEqualTo(Crossing.json("{'model':'m','input':'a'}"));
    assertThat(many.readyAnswer()).isNull();
    assertThat(call(OllamaPath.EMBED, "{'model':'m','input':[]}").readyAnswer())
        .asString(UTF_8)
        .isEqualTo("{\"model\":\"m\",\"embeddings\":[]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{'messages':'hi'}",
        "{'messages':[{'role':'nobody','content':'x'}]}",
        "{'messages':[{'role':'user','content':[]}]}",
        "{'messages':[{'role':'user','content':'x'}],'stream':'yes'}",
        "{'messages':[{'role':'user','content':'x'}],'think':'hard'}",
        "{'messages':[{'role':'user','content':'x'}],'format':'xml'}",
        "{'messages':[{'role':'user','content':'x'}],'options':[]}",
        "{'messages':[{'role':'user','content':'x'}],'options':{'seed':'a'}}",
        "{'messages':[{'role':'user','content':'x','images':[1]}]}"
      })
  void whatCanNotBeReadIsRefusedInWords(String json) {
    assertThat(read(OllamaPath.CHAT, json))
        .isInstanceOfSatisfying(
            RequestReading.Malformed.class, bad -> assertThat(bad.message()).isNotBlank());
  }

  @Test
  void anErrorIsATextAlsoInsideAStreamAndSilenceStaysSilent() {
    // Given
    var client = new OllamaClient(OllamaPath.CHAT, MetadataKeys.NONE);
    var error = new ClientError(404, "model \"m\" not found", "x", null, "model_not_found");
    // Then
    String told = "{\"error\":\"model \\\"m\\\" not found\"}";
    assertThat(client.errorStatus(error)).isEqualTo(404);
    assertThat(client.errorBody(error)).asString().isEqualTo(told);
    assertThat(call(OllamaPath.CHAT, "{" + HI + "}").answers().errorEvents(error))
        .asString()
        .isEqualTo(told + "\n");
    assertThat(client.keepAlive()).isEmpty();
    assertThat(client.streamType()).isEqualTo("application/x-ndjson");
  }

  private static RequestReading read(OllamaPath path, String json) {
    return new OllamaClient(path, MetadataKeys.NONE).read(json.replace('\'', '"').getBytes(UTF_8));
  }

  private static InferenceCall call(OllamaPath path, String json) {
    return Crossing.call(read(path, json));
  }

  private static JsonNode chat(String json) {
    return Crossing.json(call(OllamaPath.CHAT, json).body());
  }
}
