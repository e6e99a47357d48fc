package lab.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import lab.contract.Usage;
import lab.dialect.Crossing;
import lab.dialect.InferenceCall;
import lab.dialect.WholeAnswer;
import lab.dialect.anthropic.AnthropicClient;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole answers of OpenAI's form for clients of another. */
class WholeChatTest {
  private static final OpenAiDialect PROVIDER = new OpenAiDialect();
  private static final InferenceCall MESSAGE =
      Crossing.call(
          new AnthropicClient(MetadataKeys.NONE)
              .read(
                  "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                      .getBytes(UTF_8)));

  private static WholeAnswer read(String body) {
    return Crossing.whole(PROVIDER, MESSAGE, body);
  }

  private static JsonNode content(WholeAnswer answer) {
    return Crossing.json(((WholeAnswer.Good) answer).body()).path("content");
  }

  private static String message(String members) {
    return "{'choices':[{'index':0,'message':{'role':'assistant',%s},'finish_reason':'stop'}]}"
        .formatted(members)
        .replace('\'', '"');
  }

  @Property(tries = 300)
  void itIsToldAsItsStreamIs(
      @ForAll String text,
      @ForAll String reasoning,
      @ForAll @Size(max = 3) List<String> names,
      @ForAll boolean cut) {
    // Given
    ObjectNode chat = Trees.NODES.objectNode();
    ObjectNode choice = chat.putArray("choices").addObject().put("index", 0);
    ObjectNode message = choice.putObject("message").put("content", text);
    ArrayNode calls = message.putArray("tool_calls");
    for (String name : names) {
      ObjectNode call = calls.addObject().put("id", "call_" + calls.size());
      call.putObject("function").put("name", "f" + name).put("arguments", "{\"x\": 1}");
    }
    message.put("reasoning_content", reasoning);
    choice.put("finish_reason", cut ? "length" : "stop");
    chat.putObject("usage").put("prompt_tokens", 3).put("completion_tokens", 2);
    String body = new String(Trees.write(chat), UTF_8);

    // When
    WholeAnswer direct = read(body);
    WholeAnswer byEvents =
        read(
            new String(
                WholeToChunks.events(
                    Trees.read(body.getBytes(UTF_8), 0, body.getBytes(UTF_8).length)),
                UTF_8));

    // Then
    assertThat(content(direct)).isEqualTo(content(byEvents));
    assertThat(((WholeAnswer.Good) direct).body()).isEqualTo(((WholeAnswer.Good) byEvents).body());
    assertThat(((WholeAnswer.Good) direct).usage()).isEqualTo(new Usage(3, 2));
  }

  @Test
  void callsHaveNoIndexAndMayHaveNoIdAndArgumentsThatAreAnObject() {
    // When
    JsonNode blocks =
        content(
            read(
                message(
                    "'content':null,'tool_calls':[{'function':{'name':'f','arguments':{'x':1.50}}},"
                        + "{'index':0,'id':'b','function':{'name':'f','arguments':''}}]")));

    // Then
    assertThat(blocks).hasSize(2);
    assertThat(blocks.get(0).path("id").asText()).startsWith("call_");
    assertThat(blocks.get(0).path("input")).isEqualTo(Crossing.json("{'x':1.50}"));
    assertThat(blocks.get(1).path("id").asText()).isEqualTo("b");
    assertThat(blocks.get(1).path("input")).isEqualTo(Crossing.json("{}"));
  }

  @Test
  void onlyTheFirstOfSeveralAnswersIsTold() {
    // When
    WholeAnswer answer =
        read(
            """
            {"choices":[{"index":0,"message":{"content":"one"},"finish_reason":"stop"},
                        {"index":1,"message":{"content":"two"},"finish_reason":"stop"}]}
            """);

    // Then
    assertThat(content(answer)).isEqualTo(Crossing.json("[{'type':'text','text':'one'}]"));
  }

  @Test
  void aMarkOfItsByteOrderIsNoneOfIt() {
    assertThat(content(read("\uFEFF \n" + message("'content':'hi'"))).at("/0/text").asText())
        .isEqualTo("hi");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'error':{'message':'broke'}} | broke",
        "{'choices':[{'error':{'message':'broke'},'message':{}}]} | broke",
        "{'choices':[{'message':{'content':'x'},'finish_reason':'error'}]} | the provider ended",
        "{'choices':[{'message':{'content':'x'}}]} | the provider's answer has no finish_reason",
        "{'hello':1} | the provider's answer has no \"choices\"",
        "{'choices':[ | the provider's answer is not JSON"
      })
  void whatIsNoAnswerIsAFailure(String body, String message) {
    assertThat(read(body.replace('\'', '"')))
        .isInstanceOfSatisfying(
            WholeAnswer.Bad.class, bad -> assertThat(bad.failure().message()).startsWith(message));
  }

  @Test
  void moreCallsThanAnybodyMakesAreNone() {
    // When
    WholeAnswer answer = read(message("'tool_calls':[{}" + ",{}".repeat(1_000) + "]"));

    // Then
    assertThat(answer).isInstanceOf(WholeAnswer.Bad.class);
  }
}
