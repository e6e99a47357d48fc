package lab.dialect.ollama;

import static lab.dialect.ollama.Fit.chat;
import static lab.dialect.ollama.Fit.json;
import static lab.dialect.ollama.Fit.lost;
import static lab.dialect.ollama.Fit.options;
import static lab.dialect.ollama.Fit.refused;
import static lab.dialect.ollama.Fit.refusedChat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestTest {

  @Test
  void aChatGoesToItsOwnPathWithTheProvidersNameOfTheModel() {
    var request = Fit.request(Call.chat("{'messages':[{'role':'user','content':'hi'}]}"));

    assertThat(request.path()).isEqualTo("/api/chat");
    assertThat(json(request.body()))
        .isEqualTo(
            json("{'model':'m','stream':false,'messages':[{'role':'user','content':'hi'}]}"));
    assertThat(request.lost()).isEmpty();
  }

  @Test
  void whetherToStreamIsAlwaysSaid() {
    var call = Call.chat("{'messages':[{'role':'user','content':'hi'}]}");

    assertThat(Fit.body(call).path("stream").isBoolean()).isTrue();
    assertThat(Fit.body(call.asStream()).path("stream").booleanValue()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'max_tokens':5|{'num_predict':5}",
        "'max_completion_tokens':6|{'num_predict':6}",
        "'max_tokens':5,'max_completion_tokens':6|{'num_predict':6}",
        "'max_tokens':5,'max_completion_tokens':null|{'num_predict':5}",
        "'max_tokens':5.0|{'num_predict':5}",
        "'temperature':0.5|{'temperature':0.5}",
        "'temperature':0|{'temperature':0}",
        "'top_p':0.9,'min_p':0.1,'typical_p':0.2|{'top_p':0.9,'min_p':0.1,'typical_p':0.2}",
        "'top_k':40,'seed':7,'num_ctx':8192|{'top_k':40,'seed':7,'num_ctx':8192}",
        "'stop':'x'|{'stop':['x']}",
        "'stop':['x','y']|{'stop':['x','y']}",
        "'presence_penalty':1,'frequency_penalty':-1|{'presence_penalty':1,'frequency_penalty':-1}",
        "'repeat_penalty':1.1|{'repeat_penalty':1.1}",
        "'repetition_penalty':1.2|{'repeat_penalty':1.2}",
        "'repetition_penalty':1.2,'repeat_penalty':1.1|{'repeat_penalty':1.1}",
        "'repeat_penalty':1.1,'repetition_penalty':1.2|{'repeat_penalty':1.1}",
        "'options':{'num_gpu':1,'mirostat':2}|{'num_gpu':1,'mirostat':2}",
        "'temperature':1,'options':{'temperature':0.3}|{'temperature':0.3}"
      })
  void settingsBecomeOptions(String fields, String options) {
    assertThat(options(fields)).isEqualTo(json(options));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'stop':null", "'temperature':null", "'options':{}", "'user':'u'"})
  void whatSaysNothingAddsNoOptions(String fields) {
    assertThat(chat(fields).has("options")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'keep_alive':'5m'|keep_alive|'5m'",
        "'keep_alive':0|keep_alive|0",
        "'keep_alive':-1|keep_alive|-1",
        "'think':true|think|true",
        "'think':false|think|false",
        "'think':'high'|think|'high'",
        "'reasoning_effort':'none'|think|false",
        "'reasoning_effort':'minimal'|think|'low'",
        "'reasoning_effort':'low'|think|'low'",
        "'reasoning_effort':'medium'|think|'medium'",
        "'reasoning_effort':'high'|think|'high'",
        "'reasoning_effort':'max'|think|'max'",
        "'reasoning_effort':'xhigh'|think|'max'",
        "'reasoning_effort':'ultra'|think|'max'",
        "'reasoning':{'effort':'high'}|think|'high'",
        "'reasoning':{'enabled':true}|think|true",
        "'reasoning':{'enabled':true,'effort':'low'}|think|'low'",
        "'reasoning_effort':'low','think':true|think|true",
        "'reasoning':{'effort':'high'},'reasoning_effort':'low'|think|'low'",
        "'response_format':{'type':'json_object'}|format|'json'",
        "'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'type':'object'}}}|format|{'type':'object'}",
        "'response_format':{'type':'json_object','schema':{'type':'array'}}|format|{'type':'array'}",
        "'response_format':{'type':'json_schema','json_schema':{'name':'n'}}|format|'json'",
        "'format':'json'|format|'json'",
        "'format':{'type':'object'},'response_format':{'type':'json_object'}|format|{'type':'object'}",
        "'logprobs':true|logprobs|true",
        "'logprobs':true,'top_logprobs':3|top_logprobs|3",
        "'truncate':false|truncate|false",
        "'shift':false|shift|false"
      })
  void aFieldHasItsPlace(String fields, String name, String value) {
    assertThat(chat(fields).path(name)).isEqualTo(json(value));
    assertThat(lost(fields)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "'reasoning_effort':null,think",
        "'response_format':{'type':'text'},format",
        "'tools':[],tools",
        "'reasoning':{'effort':null},think"
      })
  void whatIsUnsetIsLeftOut(String fields, String name) {
    assertThat(chat(fields).has(name)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'n':2|n",
        "'best_of':3|best_of",
        "'logit_bias':{'50256':-100}|logit_bias",
        "'parallel_tool_calls':false|parallel_tool_calls",
        "'tool_choice':'required'|tool_choice",
        "'tool_choice':{'type':'function','function':{'name':'add'}}|tool_choice",
        "'modalities':['text','audio']|modalities",
        "'audio':{'voice':'x','format':'wav'}|audio",
        "'prediction':{'type':'content','content':'x'}|prediction",
        "'web_search_options':{}|web_search_options",
        "'verbosity':'low'|verbosity",
        "'functions':[]|functions",
        "'reasoning':{'effort':'low','max_tokens':9}|reasoning.max_tokens",
        "'tools':[{'type':'custom','custom':{'name':'x'}}]|tools.custom",
        "'tools':[{'type':'function','function':{'name':'x','strict':true}}]|tools.strict",
        "'nobody_has_heard_of':1|nobody_has_heard_of"
      })
  void whatHasNoPlaceIsNamedAsLost(String fields, String name) {
    assertThat(lost(fields)).containsExactly(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'n':1",
        "'logit_bias':{}",
        "'parallel_tool_calls':true",
        "'tool_choice':'auto'",
        "'modalities':['text']",
        "'user':'u','metadata':{'a':'b'},'store':true,'service_tier':'auto'",
        "'safety_identifier':'s','prompt_cache_key':'k','stream_options':{'include_usage':true}",
        "'stream':true,'capability':'reasoning','fallbacks':['a'],'disable_fallbacks':true",
        "'nobody_has_heard_of':null"
      })
  void whatChangesNoAnswerIsDroppedInSilence(String fields) {
    assertThat(lost(fields)).isEmpty();
  }

  @Test
  void lostNamesHaveAnEnd() {
    var fields = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      fields.append(i == 0 ? "" : ",").append("'").append("x".repeat(i + 10)).append("':1");
    }

    assertThat(lost(fields.toString()))
        .hasSizeLessThanOrEqualTo(20)
        .allMatch(name -> name.length() <= 64);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'temperature':'hot'|temperature|a number",
        "'temperature':1e999|temperature|a number",
        "'top_k':1.5|top_k|an integer",
        "'seed':123456789012345678901234567890|seed|an integer",
        "'max_tokens':'5'|max_tokens|an integer",
        "'max_completion_tokens':[]|max_completion_tokens|an integer",
        "'stop':5|stop|a list of strings",
        "'stop':['a',1]|stop|a list of strings",
        "'options':[]|options|an object",
        "'keep_alive':{}|keep_alive|a duration",
        "'think':'sometimes'|think|one of",
        "'think':1|think|one of",
        "'reasoning_effort':'huge'|reasoning_effort|one of",
        "'reasoning_effort':1|reasoning_effort|one of",
        "'reasoning':'high'|reasoning|an object",
        "'reasoning':{'effort':'huge'}|reasoning.effort|one of",
        "'reasoning':{'enabled':1}|reasoning.enabled|true or false",
        "'response_format':'json'|response_format|type",
        "'response_format':{'type':'xml'}|response_format|type",
        "'format':'xml'|format|schema",
        "'tools':{}|tools|a list",
        "'tools':['x']|tools[0]|an object",
        "'tools':[{'type':'function'}]|tools[0].function.name|a string",
        "'tool_choice':'sometimes'|tool_choice|required",
        "'parallel_tool_calls':'no'|parallel_tool_calls|true or false",
        "'logprobs':1|logprobs|true or false",
        "'top_logprobs':21|top_logprobs|0..20",
        "'top_logprobs':-1|top_logprobs|0..20",
        "'n':0|n|1 or more",
        "'n':'2'|n|an integer",
        "'truncate':1|truncate|true or false"
      })
  void aWrongTypeNamesTheFieldAndTheRule(String fields, String field, String rule) {
    var failure = refusedChat(fields);

    assertThat(failure.message()).startsWith(field + " ").contains(rule);
    assertThat(failure.param()).isEqualTo(field);
  }

  @Test
  void onlyTheFirstFaultIsTold() {
    assertThat(refusedChat("'top_k':'x','seed':'y'").param()).isEqualTo("top_k");
  }

  @Test
  void aRefusalQuotesNoValueOfTheClient() {
    assertThat(refusedChat("'temperature':'private words'").message()).doesNotContain("private");
  }

  @Test
  void toolsKeepWhatTheModelReadsOfThem() {
    JsonNode tools =
        chat("'tools':[{'type':'function','function':{'name':'add','description':'d',"
                + "'parameters':{'type':'object','properties':{'a':{'type':'integer'}}},"
                + "'strict':null}},{'type':'function','function':{'name':'now'}}]")
            .path("tools");

    assertThat(tools)
        .isEqualTo(
            json(
                "[{'type':'function','function':{'name':'add','description':'d','parameters':"
                    + "{'type':'object','properties':{'a':{'type':'integer'}}}}},"
                    + "{'type':'function','function':{'name':'now','parameters':"
                    + "{'type':'object','properties':{}}}}]"));
  }

  @Test
  void toolsThatMustNotBeCalledAreNotOffered() {
    String fields = "'tools':[{'type':'function','function':{'name':'add'}}],'tool_choice':'none'";

    assertThat(chat(fields).has("tools")).isFalse();
    assertThat(lost(fields)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "5", "{", "{}{}", "{\"a\":1}x", "nul"})
  void whatIsNoObjectIsRefused(String body) {
    assertThat(refused(Call.chat(body)).message()).contains("not a JSON object");
  }

  @Test
  void nestingBeyondWhatCanBeWrittenIsRefused() {
    String deep = "{'a':".repeat(997) + "1" + "}".repeat(997);

    assertThat(refusedChat("'tools':[{'function':{'name':'x','parameters':" + deep + "}}]"))
        .isNotNull();
    assertThat(
            refused(
                Call.chat(
                    "{'messages':[{'role':'assistant','tool_calls':[{'function':{'name':'f',"
                        + "'arguments':'"
                        + deep.replace("'", "\\'").replace('\'', '"')
                        + "'}}]}]}")))
        .isNotNull();
  }
}
