package lab.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import lab.dialect.Crossing;
import lab.dialect.ProviderRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tools, calls and results of OpenAI's clients as Anthropic gets them. */
class ToolsToAnthropicTest {
  private static final String CALLS =
      "{'role':'user','content':'add'},{'role':'assistant','content':'ok','tool_calls':["
          + "{'id':'call_1','type':'function','function':{'name':'add','arguments':'{\\\"a\\\":1}'}},"
          + "{'id':'call/2','type':'function','function':{'name':'now','arguments':''}}]},";

  @Test
  void callsAndResultsFindEachOtherAndResultsComeFirstInOneTurn() {
    // When
    JsonNode turns =
        Crossing.json(
                ToAnthropic.request(
                        "{'messages':["
                            + CALLS
                            + "{'role':'tool','tool_call_id':'call_1','content':'2'},"
                            + "{'role':'tool','tool_call_id':'call/2','content':["
                            + "{'type':'text','text':'noon'}]},"
                            + "{'role':'user','content':'so?'}]}")
                    .body())
            .path("messages");
    // Then
    assertThat(turns).hasSize(3);
    JsonNode answer = turns.get(1).path("content");
    assertThat(answer.findValuesAsText("type")).containsExactly("text", "tool_use", "tool_use");
    assertThat(answer.get(1).path("input")).isEqualTo(Crossing.json("{'a':1}"));
    assertThat(answer.get(2).path("id").asText()).matches("[A-Za-z0-9_-]+");
    JsonNode results = turns.get(2).path("content");
    assertThat(results.get(0).path("tool_use_id").asText()).isEqualTo("call_1");
    assertThat(results.get(0).path("content").asText()).isEqualTo("2");
    assertThat(results.get(1).path("tool_use_id")).isEqualTo(answer.get(2).path("id"));
    assertThat(results.get(2).path("text").asText()).isEqualTo("so?");
  }

  @Test
  void argumentsThatAreNoObjectStayReadable() {
    // When
    ProviderRequest request =
        ToAnthropic.request(
            "{'messages':[{'role':'user','content':'x'},{'role':'assistant','tool_calls':["
                + "{'id':'c','function':{'name':'f','arguments':'{broken'}}]},"
                + "{'role':'tool','tool_call_id':'c','content':'bad'}]}");
    // Then
    assertThat(Crossing.json(request.body()).at("/messages/1/content/0/input"))
        .isEqualTo(Crossing.json("{'arguments':'{broken'}"));
    assertThat(request.lost()).containsExactly("messages.tool_calls.arguments");
  }

  @Test
  void toolsAreOfferedWithTheirSchemas() {
    // When
    JsonNode body =
        ToAnthropic.with(
            "'tools':[{'type':'function','function':{'name':'add','description':'d',"
                + "'parameters':{'type':'object','properties':{}}}},"
                + "{'type':'function','function':{'name':'now'}}]");
    // Then
    assertThat(body.path("tools"))
        .isEqualTo(
            Crossing.json(
                "[{'name':'add','description':'d','input_schema':{'type':'object','properties':{}}},"
                    + "{'name':'now','input_schema':{'type':'object'}}]"));
    assertThat(body.has("tool_choice")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'tool_choice':'auto' | {'type':'auto'}",
        "'tool_choice':'none' | {'type':'none'}",
        "'tool_choice':'required' | {'type':'any'}",
        "'tool_choice':{'type':'function','function':{'name':'f'}} | {'type':'tool','name':'f'}",
        "'parallel_tool_calls':false | {'type':'auto','disable_parallel_tool_use':true}",
        "'tool_choice':'none','parallel_tool_calls':false | {'type':'none'}"
      })
  void theChoiceOfToolsIsTheSame(String fields, String choice) {
    // When
    JsonNode body =
        ToAnthropic.with(
            fields.replace('\'', '"') + ",'tools':[{'type':'function','function':{'name':'f'}}]");
    // Then
    assertThat(body.path("tool_choice")).isEqualTo(Crossing.json(choice.replace('\'', '"')));
  }

  @Test
  void aTurnThatGoesOnAfterToolsDoesNotThinkAsItsFirstThoughtsAreGone() {
    // When
    ProviderRequest request =
        ToAnthropic.request(
            "{'reasoning_effort':'high','messages':["
                + CALLS
                + "{'role':'tool','tool_call_id':'call_1','content':'2'}]}");
    // Then
    assertThat(Crossing.json(request.body()).has("thinking")).isFalse();
    assertThat(request.lost()).containsExactly("reasoning");
  }
}
