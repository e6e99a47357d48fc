package lab.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.Crossing;
import lab.dialect.Failure;
import lab.dialect.ProviderDialect.Written;
import lab.dialect.ProviderRequest;
import lab.dialect.openai.OpenAiRequests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of OpenAI's clients as Anthropic gets them. */
class ToAnthropicTest {
  private static final AnthropicDialect ANTHROPIC = new AnthropicDialect();

  @Test
  void aPlainChatHasALimitThatTheClientDidNotSet() {
    // When
    ProviderRequest request =
        ToAnthropic.request("{'model':'m','messages':[" + ToAnthropic.HI + "]}");
    // Then
    assertThat(request.path()).isEqualTo("/v1/messages");
    assertThat(Crossing.json(request.body()))
        .isEqualTo(
            Crossing.json(
                "{'model':'up','max_tokens':4096,'messages':[{'role':'user','content':["
                    + "{'type':'text','text':'hi'}]}]}"));
    assertThat(request.lost()).isEmpty();
  }

  @Test
  void whatIsSaidOfDrawingIsKeptWhereAnthropicHasIt() {
    // When
    JsonNode body =
        ToAnthropic.with(
            "'max_tokens':1,'max_completion_tokens':7,'temperature':0.5,'top_p':0.25,'top_k':3,"
                + "'stop':'x','user':'u','stream':true");
    // Then
    assertThat(body.path("max_tokens").asInt()).isEqualTo(7);
    assertThat(body.path("temperature").asDouble()).isEqualTo(0.5);
    assertThat(body.path("top_p").asDouble()).isEqualTo(0.25);
    assertThat(body.path("top_k").asInt()).isEqualTo(3);
    assertThat(body.path("stop_sequences")).isEqualTo(Crossing.json("['x']"));
    assertThat(body.path("metadata")).isEqualTo(Crossing.json("{'user_id':'u'}"));
    assertThat(body.path("stream").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'seed':1 | seed",
        "'logprobs':true,'top_logprobs':2 | logprobs,top_logprobs",
        "'presence_penalty':1,'frequency_penalty':1 | presence_penalty,frequency_penalty",
        "'logit_bias':{'1':2} | logit_bias",
        "'temperature':1.5 | temperature",
        "'stop':['a',' '] | stop",
        "'response_format':{'type':'json_object'} | response_format",
        "'prediction':{'type':'content'} | prediction",
        "'strange':1 | strange"
      })
  void whatHasNoPlaceIsNamed(String fields, String lost) {
    assertThat(
            ToAnthropic.request(
                    "{'messages':[%s],%s}".formatted(ToAnthropic.HI, fields.replace('\'', '"')))
                .lost())
        .containsExactly(lost.split(",", -1));
  }

  @Test
  void whatChangesNothingIsNotNamed() {
    assertThat(
            ToAnthropic.request(
                    "{'messages':[%s],'logprobs':false,'presence_penalty':0,'logit_bias':{},'n':1,"
                            .formatted(ToAnthropic.HI)
                        + "'store':true,'modalities':['text'],'response_format':{'type':'text'}}")
                .lost())
        .isEmpty();
  }

  @Test
  void systemTextsStandApartAndTurnsAlternate() {
    // When
    JsonNode body =
        Crossing.json(
            ToAnthropic.request(
                    "{'messages':[{'role':'system','content':'a'},{'role':'user','content':'1'},"
                        + "{'role':'developer','content':[{'type':'text','text':'b'}]},"
                        + "{'role':'user','content':[{'type':'text','text':'2'}]},"
                        + "{'role':'assistant','content':'3'},{'role':'assistant','content':''}]}")
                .body());
    // Then
    assertThat(body.path("system").findValuesAsText("text")).containsExactly("a", "b");
    assertThat(body.path("messages").findValuesAsText("role")).containsExactly("user", "assistant");
    assertThat(body.at("/messages/0").findValuesAsText("text")).containsExactly("1", "2");
  }

  @Test
  void imagesAndFilesComeInThemselvesOrByAddress() {
    // When
    JsonNode parts =
        content(
            "{'type':'image_url','image_url':{'url':'data:image/jpg;base64,/9j/x'}},"
                + "{'type':'image_url','image_url':'https://x/y.png'},"
                + "{'type':'image_url','image_url':{'url':'data:;base64,iVBORx'}},"
                + "{'type':'file','file':{'filename':'a.pdf',"
                + "'file_data':'data:application/pdf;base64,JVB'}}");
    // Then
    assertThat(parts)
        .isEqualTo(
            Crossing.json(
                "[{'type':'image','source':{'type':'base64','media_type':'image/jpeg','data':'/9j/x'}},"
                    + "{'type':'image','source':{'type':'url','url':'https://x/y.png'}},"
                    + "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'iVBORx'}},"
                    + "{'type':'document','source':{'type':'base64','media_type':'application/pdf',"
                    + "'data':'JVB'},'title':'a.pdf'}]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'messages':[{'role':'user','content':'x'}],'n':2}",
        "{'messages':[{'role':'user','content':[{'type':'input_audio','input_audio':{}}]}]}",
        "{'messages':[{'role':'user','content':[{'type':'image_url',"
            + "'image_url':{'url':'data:image/tiff;base64,xx'}}]}]}",
        "{'messages':[{'role':'user','content':[{'type':'file','file':{'file_id':'f'}}]}]}",
        "{'messages':[{'role':'system','content':'only'}]}",
        "{'messages':[{'role':'nobody','content':'x'}]}",
        "{'messages':[{'role':'user','content':7}]}",
        "{'messages':[{'role':'user','content':'x'}],'response_format':{'type':'xml'}}",
        "{'messages':[{'role':'user','content':'x'}],'reasoning_effort':'huge'}",
        "{'messages':[{'role':'user','content':'x'}],'tool_choice':'always'}"
      })
  void whatWouldChangeTheMeaningIsRefused(String json) {
    // When
    Failure failure = Crossing.refusal(ANTHROPIC, Crossing.openAi(json));
    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.BAD_REQUEST);
    assertThat(failure.param()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"none,disabled,", "minimal,adaptive,low", "high,adaptive,high", "ultra,adaptive,max"})
  void effortIsThinking(String effort, String thinking, String written) {
    // When
    JsonNode body = ToAnthropic.with("'temperature':1,'reasoning_effort':'" + effort + "'");
    // Then
    assertThat(body.at("/thinking/type").asText()).isEqualTo(thinking);
    assertThat(body.at("/output_config/effort").asText(null)).isEqualTo(written);
    assertThat(body.has("temperature")).isEqualTo(effort.equals("none"));
  }

  @Test
  void aSchemaForTheAnswerIsKeptAndJustJsonIsAskedForInWords() {
    assertThat(
            ToAnthropic.with(
                    "'response_format':{'type':'json_schema','json_schema':{'name':'n',"
                        + "'schema':{'type':'object'}}}")
                .path("output_config"))
        .isEqualTo(Crossing.json("{'format':{'type':'json_schema','schema':{'type':'object'}}}"));
    assertThat(
            ToAnthropic.with("'response_format':{'type':'json_object'}")
                .at("/system/0/text")
                .asText())
        .contains("one JSON object");
  }

  @Test
  void thoughtsOfEarlierTurnsAreLeftOutAsNobodySignedThem() {
    // When
    ProviderRequest request =
        ToAnthropic.request(
            "{'messages':[{'role':'user','content':'x'},"
                + "{'role':'assistant','content':'y','reasoning_content':'t','reasoning':'t'}]}");
    // Then
    assertThat(Crossing.json(request.body()).toString()).doesNotContain("\"t\"");
    assertThat(request.lost()).containsExactly("messages.reasoning_content");
  }

  @Test
  void onlyChatsCanBeServed() {
    for (Operation operation : List.of(Operation.COMPLETION, Operation.EMBEDDING)) {
      // Given
      var call =
          Crossing.call(
              OpenAiRequests.read(
                  operation,
                  "{\"prompt\":\"x\",\"input\":\"x\"}".getBytes(StandardCharsets.UTF_8)));
      // When
      Written written = ANTHROPIC.request(call, new ModelName("up"));
      // Then
      assertThat(written).isInstanceOf(Written.Impossible.class);
    }
  }

  private static JsonNode content(String parts) {
    return Crossing.json(
            ToAnthropic.request("{'messages':[{'role':'user','content':[" + parts + "]}]}").body())
        .at("/messages/0/content");
  }
}
