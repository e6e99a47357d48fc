package lab.dialect.ollama;

import static lab.dialect.ollama.Fit.body;
import static lab.dialect.ollama.Fit.json;
import static lab.dialect.ollama.Fit.refused;
import static lab.dialect.ollama.Fit.request;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionAndEmbeddingRequestTest {

  @Test
  void aCompletionGoesToItsOwnPath() {
    var call =
        Call.completion(
            "{'model':'x','prompt':'a','suffix':'b','max_tokens':3,'system':'s','raw':false}");

    assertThat(request(call).path()).isEqualTo("/api/generate");
    assertThat(request(call).lost()).isEmpty();
    assertThat(body(call.asStream()))
        .isEqualTo(
            json(
                "{'model':'m','stream':true,'suffix':'b','system':'s','raw':false,'prompt':'a',"
                    + "'options':{'num_predict':3}}"));
  }

  @Test
  void aListOfOnePromptIsAPrompt() {
    assertThat(body(Call.completion("{'prompt':['a']}")).path("prompt").asText()).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"['a','b']", "[1,2]", "[[1,2]]", "[]", "[1]", "5", "null", "{}", "''", "['']"})
  void otherPromptsAreRefused(String prompt) {
    assertThat(refused(Call.completion("{'prompt':" + prompt + "}")).param()).isEqualTo("prompt");
  }

  @Test
  void theProbabilitiesOfACompletionAreANumber() {
    var written = body(Call.completion("{'prompt':'a','logprobs':2}"));

    assertThat(written.path("logprobs").booleanValue()).isTrue();
    assertThat(written.path("top_logprobs").intValue()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'suffix':5|suffix",
        "'echo':'yes'|echo",
        "'logprobs':'x'|logprobs",
        "'logprobs':21|logprobs",
        "'raw':1|raw",
        "'images':'x'|images",
        "'best_of':0|best_of"
      })
  void aWrongTypeIsRefusedByName(String field, String name) {
    assertThat(refused(Call.completion("{'prompt':'a'," + field + "}")).param()).isEqualTo(name);
  }

  @Test
  void echoIsNotLostForItIsWrittenHere() {
    var call = Call.completion("{'prompt':'a','echo':true,'best_of':2,'context':[1]}");

    assertThat(request(call).lost()).containsExactly("best_of", "context");
    assertThat(body(call).has("echo")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"'a'", "['a','b']", "[]"})
  void textsAreEmbedded(String input) {
    var call =
        Call.embedding(
            "{'model':'x','input':"
                + input
                + ",'dimensions':8,'encoding_format':'base64','user':'u','keep_alive':'1m',"
                + "'truncate':false,'options':{'num_ctx':9}}");

    assertThat(request(call).path()).isEqualTo("/api/embed");
    assertThat(request(call).lost()).isEmpty();
    assertThat(body(call))
        .isEqualTo(
            json(
                "{'model':'m','dimensions':8,'keep_alive':'1m','truncate':false,'input':"
                    + input
                    + ",'options':{'num_ctx':9}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1,2]", "[[1],[2]]", "['a',1]", "5", "null", "{}"})
  void tokensAreNotEmbedded(String input) {
    var failure = refused(Call.embedding("{'input':" + input + "}"));

    assertThat(failure.param()).isEqualTo("input");
    assertThat(failure.message()).contains("tokens");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "'dimensions':'x',dimensions", "'encoding_format':'hex',encoding_format",
        "'encoding_format':5,encoding_format", "'keep_alive':[],keep_alive"
      })
  void aWrongTypeOfAnEmbeddingIsRefusedByName(String field, String name) {
    assertThat(refused(Call.embedding("{'input':'a'," + field + "}")).param()).isEqualTo(name);
  }

  @Test
  void unknownFieldsOfAnEmbeddingAreNamedAsLost() {
    assertThat(request(Call.embedding("{'input':'a','input_type':'query'}")).lost())
        .containsExactly("input_type");
  }
}
