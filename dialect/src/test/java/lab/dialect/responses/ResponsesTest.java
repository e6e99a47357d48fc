package lab.dialect.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lab.dialect.Crossing.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lab.dialect.CacheWish;
import lab.dialect.ClientError;
import lab.dialect.Crossing;
import lab.dialect.InferenceCall;
import lab.dialect.RequestReading;
import lab.dialect.WholeAnswer;
import lab.dialect.openai.MetadataKeys;
import lab.dialect.openai.OpenAiDialect;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ResponsesTest {
  private static final OpenAiDialect OPEN_AI = new OpenAiDialect();

  private final Shelf shelf = new Shelf();
  private final ResponsesClient client = new ResponsesClient(MetadataKeys.NONE, shelf);

  private static final String STREAM =
      chunk("{'role':'assistant','content':''}", "null")
          + chunk("{'reasoning_content':'hm'}", "null")
          + chunk("{'content':'Hel'}", "null")
          + chunk("{'content':'lo €'}", "null")
          + chunk(
              "{'tool_calls':[{'index':0,'id':'a','type':'function',"
                  + "'function':{'name':'f','arguments':''}}]}",
              "null")
          + chunk("{'tool_calls':[{'index':0,'function':{'arguments':'{}'}}]}", "null")
          + chunk("{}", "'tool_calls'")
          + ("data: {'id':'x','object':'chat.completion.chunk','created':1,'model':'up',"
                  + "'choices':[],'usage':{'prompt_tokens':3,'completion_tokens':2,"
                  + "'total_tokens':5,'completion_tokens_details':{'reasoning_tokens':1}}}\n\n"
                  + "data: [DONE]\n\n")
              .replace('\'', '"');

  @Test
  void whatIsNotKeptCanNotBeGoneOnFrom() {
    // Given
    var goesOn =
        (RequestReading.GoesOn)
            client.read(bytes("{'input':'x','previous_response_id':'resp_gone'}"));
    // When
    for (byte[] kept : new byte[][] {null, bytes("no conversation")}) {
      RequestReading reading = goesOn.with(kept);
      // Then
      assertThat(reading)
          .isInstanceOfSatisfying(
              RequestReading.Malformed.class,
              bad -> {
                assertThat(bad.param()).isEqualTo("previous_response_id");
                assertThat(bad.code()).isEqualTo("previous_response_not_found");
              });
    }
  }

  @Test
  void aResponseIsNeverGivenAgainByTheCache() {
    // When
    CacheWish wish = call("{'input':'x','cache':{'use-cache':true}}").cacheWish();
    // Then
    assertThat(wish.noRead()).isTrue();
    assertThat(wish.noStore()).isTrue();
  }

  @Test
  void aStreamIsNumberedEventsThatEndWithTheWholeResponse() {
    // When
    Crossing got = Crossing.of(OPEN_AI, call("{'input':'x','stream':true}"), STREAM);
    // Then
    List<JsonNode> events = got.events();
    assertThat(events.stream().map(event -> event.path("type").asText()))
        .containsExactly(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.reasoning_summary_part.added",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done",
            "response.reasoning_summary_part.done",
            "response.output_item.done",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.output_item.added",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.done",
            "response.output_item.done",
            "response.completed");
    assertThat(events.stream().map(event -> event.path("sequence_number").asInt()))
        .containsExactlyElementsOf(IntStream.range(0, events.size()).boxed().toList());
    assertThat(deltas(got, "response.output_text.delta")).isEqualTo("Hello €");
    JsonNode response = events.getLast().path("response");
    assertThat(response.path("output").findValuesAsText("type"))
        .contains("reasoning", "message", "function_call");
    assertThat(response.at("/output/1/content/0/text").asText()).isEqualTo("Hello €");
    assertThat(response.at("/output/2/call_id").asText()).isEqualTo("a");
    assertThat(response.at("/usage/total_tokens").asInt()).isEqualTo(5);
    assertThat(response.at("/usage/output_tokens_details/reasoning_tokens").asInt()).isEqualTo(1);
    assertThat(got.out()).doesNotContain("[DONE]").startsWith("event: response.created\ndata: {");
  }

  @Property(tries = 50)
  void theCutsOfTheNetworkChangeNothing(@ForAll long seed) {
    // Given
    Random random = new Random(seed);
    // Then
    assertThat(
            Crossing.inPieces(
                OPEN_AI, call("{'input':'x','stream':true}"), STREAM, () -> 1 + random.nextInt(30)))
        .isEqualTo(Crossing.of(OPEN_AI, call("{'input':'x','stream':true}"), STREAM));
  }

  @Test
  void aWholeResponseRepeatsItsRequestAndSaysWhyItIsIncomplete() {
    // When
    JsonNode response =
        whole("{'input':'x','instructions':'i','metadata':{'a':'b'},'store':false}", "length");
    // Then
    assertThat(response.path("id").asText()).isEqualTo("resp_1");
    assertThat(response.path("status").asText()).isEqualTo("incomplete");
    assertThat(response.at("/incomplete_details/reason").asText()).isEqualTo("max_output_tokens");
    assertThat(response.path("instructions").asText()).isEqualTo("i");
    assertThat(response.at("/metadata/a").asText()).isEqualTo("b");
    assertThat(response.has("messages")).isFalse();
    assertThat(shelf.responses).isEmpty();
  }

  @Test
  void aCallWithoutArgumentsHasAnEmptyObject() {
    // Given
    String stream =
        Crossing.chunk(
                "{'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':''}}]}",
                "null")
            + Crossing.chunk("{}", "'tool_calls'")
            + "data: [DONE]\n\n";
    // When
    Crossing got = Crossing.of(OPEN_AI, call("{'input':'x','stream':true}"), stream);
    // Then
    assertThat(deltas(got, "response.function_call_arguments.delta")).isEqualTo("{}");
    assertThat(got.events().getLast().at("/response/output/0/arguments").asText()).isEqualTo("{}");
  }

  @Test
  void aRefusalsWordsAreText() {
    // Given
    String refusal = chunk("{'refusal':'I can'}", "null") + chunk("{'refusal':' not.'}", "'stop'");
    // When
    Crossing got =
        Crossing.of(OPEN_AI, call("{'input':'x','stream':true}"), refusal + "data: [DONE]\n\n");
    // Then
    assertThat(deltas(got, "response.output_text.delta")).isEqualTo("I can not.");
  }

  @Test
  void aKeptResponseIsGoneOnFromWithoutItsInstructions() {
    // Given
    JsonNode response = whole("{'input':'x','instructions':'old'}", "stop");
    RequestReading reading =
        client.read(
            bytes("{'input':'y','instructions':'new','previous_response_id':'resp_\\u0031'}"));
    // When
    var goesOn = (RequestReading.GoesOn) reading;
    JsonNode next =
        Crossing.json(Crossing.call(goesOn.with(shelf.conversations.get("resp_1"))).body())
            .path("messages");
    // Then
    assertThat(Crossing.json(Objects.requireNonNull(shelf.responses.get("resp_1"))))
        .isEqualTo(response);
    assertThat(goesOn.id()).isEqualTo("resp_1");
    assertThat(next)
        .isEqualTo(
            Crossing.json(
                "[{'role':'system','content':'new'},{'role':'user','content':'x'},"
                    + "{'role':'assistant','content':'hi'},{'role':'user','content':'y'}]"));
  }

  @Test
  void anErrorInsideAStreamHasTheNextNumber() {
    // Given
    InferenceCall call = call("{'input':'x','stream':true}");
    var error = new ClientError(502, "broke off", "server_error", null, "upstream_error");
    Crossing got = Crossing.of(OPEN_AI, call, STREAM.substring(0, STREAM.indexOf("lo €")));
    // When
    String events = new String(call.answers().errorEvents(error), UTF_8);
    // Then
    assertThat(events)
        .isEqualTo(
            "event: error\ndata: {\"type\":\"error\",\"code\":\"upstream_error\",\"message\":"
                + "\"broke off\",\"param\":null,\"sequence_number\":"
                + got.events().size()
                + "}\n\n");
    assertThat(client.errorStatus(error)).isEqualTo(502);
    assertThat(client.errorBody(error)).asString().contains("\"code\":\"upstream_error\"");
  }

  private JsonNode whole(String request, String finish) {
    String body =
        "{'id':'x','object':'chat.completion','created':1,'model':'up','choices':[{'index':0,"
            + "'message':{'role':'assistant','content':'hi'},'finish_reason':'"
            + finish
            + "'}],'usage':{'prompt_tokens':1,'completion_tokens':1,'total_tokens':2}}";
    WholeAnswer answer = Crossing.whole(OPEN_AI, call(request), body.replace('\'', '"'));
    return Crossing.json(((WholeAnswer.Good) answer).body());
  }

  private InferenceCall call(String json) {
    return Crossing.call(client.read(bytes(json)));
  }

  private static String deltas(Crossing got, String type) {
    return got.events().stream()
        .filter(event -> event.path("type").asText().equals(type))
        .map(event -> event.path("delta").asText())
        .collect(Collectors.joining());
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(UTF_8);
  }
}
