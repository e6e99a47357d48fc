package lab.dialect.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lab.dialect.Crossing;
import lab.dialect.RequestReading;
import lab.dialect.WholeAnswer;
import lab.dialect.openai.MetadataKeys;
import lab.dialect.openai.OpenAiDialect;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InputItemsTest {
  private static final InputItems.Page OLDEST_FIRST = new InputItems.Page(null, 100, false);

  private final Shelf shelf = new Shelf();
  private final ResponsesClient client = new ResponsesClient(MetadataKeys.NONE, shelf);

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(UTF_8);
  }

  /** Has a request answered with "hi", which is kept as {@code resp_1}. */
  private void answered(RequestReading reading) {
    String body =
        "{'id':'x','object':'chat.completion','created':1,'model':'up','choices':[{'index':0,"
            + "'message':{'role':'assistant','content':'hi'},'finish_reason':'stop'}]}";
    WholeAnswer answer =
        Crossing.whole(new OpenAiDialect(), Crossing.call(reading), body.replace('\'', '"'));
    assertThat(answer).isInstanceOf(WholeAnswer.Good.class);
  }

  private byte[] conversation() {
    return Objects.requireNonNull(shelf.conversations.get("resp_1"));
  }

  private static JsonNode list(byte[] conversation, InputItems.Page page) {
    return Crossing.json(Objects.requireNonNull(InputItems.list("resp_1", conversation, page)));
  }

  @Test
  void aTextIsOneMessageOfItsUser() {
    // Given
    answered(client.read(bytes("{'input':'x','instructions':'be kind'}")));

    // When
    JsonNode list = list(conversation(), OLDEST_FIRST);

    // Then
    assertThat(list)
        .isEqualTo(
            Crossing.json(
                "{'object':'list','data':[{'id':'msg_1_in_0','type':'message',"
                    + "'status':'completed','role':'user',"
                    + "'content':[{'type':'input_text','text':'x'}]}],"
                    + "'first_id':'msg_1_in_0','last_id':'msg_1_in_0','has_more':false}"));
  }

  @Test
  void itemsAreOfTheKindsThatTheyCameAs() {
    // Given
    answered(
        client.read(
            bytes(
                "{'input':[{'role':'developer','content':'d'},"
                    + "{'role':'user','content':[{'type':'input_text','text':'look'},"
                    + "{'type':'input_image','image_url':'data:image/png;base64,AA=='},"
                    + "{'type':'input_file','file_data':'data:a','filename':'a.pdf'}]},"
                    + "{'type':'reasoning','summary':[]},"
                    + "{'role':'assistant','content':[{'type':'output_text','text':'I look'}]},"
                    + "{'type':'function_call','call_id':'c','name':'f','arguments':'{}'},"
                    + "{'type':'function_call_output','call_id':'c','output':'7'},"
                    + "{'type':'function_call_output','call_id':'c','output':"
                    + "[{'type':'input_text','text':'a'},{'type':'input_text','text':'b'}]}]}")));

    // When
    JsonNode data = list(conversation(), OLDEST_FIRST).path("data");

    // Then
    assertThat(data)
        .isEqualTo(
            Crossing.json(
                "[{'id':'msg_1_in_0','type':'message','status':'completed','role':'developer',"
                    + "'content':[{'type':'input_text','text':'d'}]},"
                    + "{'id':'msg_1_in_1','type':'message','status':'completed','role':'user',"
                    + "'content':[{'type':'input_text','text':'look'},"
                    + "{'type':'input_image','detail':'auto',"
                    + "'image_url':'data:image/png;base64,AA=='},"
                    + "{'type':'input_file','file_data':'data:a','filename':'a.pdf'}]},"
                    + "{'id':'msg_1_in_2','type':'message','status':'completed',"
                    + "'role':'assistant','content':[{'type':'output_text','text':'I look',"
                    + "'annotations':[],'logprobs':[]}]},"
                    + "{'id':'fc_1_in_3','type':'function_call','status':'completed',"
                    + "'call_id':'c','name':'f','arguments':'{}'},"
                    + "{'id':'fco_1_in_4','type':'function_call_output','status':'completed',"
                    + "'call_id':'c','output':'7'},"
                    + "{'id':'fco_1_in_5','type':'function_call_output','status':'completed',"
                    + "'call_id':'c','output':[{'type':'input_text','text':'a'},"
                    + "{'type':'input_text','text':'b'}]}]"));
  }

  @Test
  void whatAResponseGoesOnFromIsBeforeItsOwnInput() {
    // Given
    answered(client.read(bytes("{'input':'one'}")));
    RequestReading second = client.read(bytes("{'input':'two','previous_response_id':'resp_1'}"));
    answered(((RequestReading.GoesOn) second).with(conversation()));

    // When
    JsonNode list = list(conversation(), OLDEST_FIRST);

    // Then
    assertThat(list.findValuesAsText("text")).containsExactly("one", "hi", "two");
    assertThat(list.findValuesAsText("role")).containsExactly("user", "assistant", "user");
  }

  @Test
  void whatIsListedMeansTheSameWhenItIsSentAgain() {
    // Given
    RequestReading first =
        client.read(
            bytes(
                "{'input':[{'role':'system','content':'s'},{'role':'user','content':'%s'},"
                        .formatted("long ".repeat(50))
                    + "{'role':'user','content':[{'type':'input_text','text':'look'},"
                    + "{'type':'input_image','image_url':'https://x/y.png','detail':'low'},"
                    + "{'type':'input_file','file_data':'data:a','filename':'a.pdf'}]},"
                    + "{'role':'assistant','content':'I look'},"
                    + "{'type':'function_call','call_id':'c','name':'f','arguments':'{}'},"
                    + "{'type':'function_call','call_id':'d','name':'g','arguments':'{}'},"
                    + "{'type':'function_call_output','call_id':'c','output':'7'},"
                    + "{'type':'function_call_output','call_id':'d','output':'8'}]}"));
    JsonNode messages = messages(first);
    answered(first);

    // When
    JsonNode data = list(conversation(), OLDEST_FIRST).path("data");
    RequestReading again = client.read(bytes("{'input':" + data + "}"));

    // Then
    assertThat(messages(again)).isEqualTo(messages).hasSize(6);
  }

  private static JsonNode messages(RequestReading reading) {
    return Crossing.json(Crossing.call(reading).body()).path("messages");
  }

  private static byte[] ofThese(int count) {
    String said =
        IntStream.range(0, count)
            .mapToObj(i -> "{'role':'user','content':'" + i + "'},")
            .collect(Collectors.joining());
    return bytes("{'messages':[" + said + "{'role':'assistant','content':'hi'}]}");
  }

  @Property(tries = 100)
  void oneAfterTheOtherThePagesAreTheWholeList(
      @ForAll @IntRange(max = 30) int count,
      @ForAll @IntRange(min = 1, max = 10) int limit,
      @ForAll boolean newestFirst) {
    // Given
    List<String> all =
        new ArrayList<>(IntStream.range(0, count).mapToObj(Integer::toString).toList());
    if (newestFirst) {
      Collections.reverse(all);
    }
    List<String> seen = new ArrayList<>();
    @Nullable String after = null;
    boolean more = true;

    // When
    for (int page = 0; more && page <= count; page++) {
      JsonNode list = list(ofThese(count), new InputItems.Page(after, limit, newestFirst));
      assertThat(list.path("data").size()).isEqualTo(Math.min(limit, count - seen.size()));
      seen.addAll(list.findValuesAsText("text"));
      after = list.path("last_id").textValue();
      more = list.path("has_more").booleanValue();
    }

    // Then
    assertThat(more).isFalse();
    assertThat(seen).isEqualTo(all);
  }

  @Test
  void nothingBeginsBehindAnItemThatIsNotThere() {
    for (String after : List.of("msg_1_in_3", "msg_2_in_0", "x")) {
      assertThat(InputItems.list("resp_1", ofThese(3), new InputItems.Page(after, 5, true)))
          .as(after)
          .isNull();
    }
  }

  @Test
  void behindTheLastItemIsNone() {
    // When
    JsonNode list = list(ofThese(3), new InputItems.Page("msg_1_in_0", 5, true));

    // Then
    assertThat(list)
        .isEqualTo(
            Crossing.json(
                "{'object':'list','data':[],'first_id':null,'last_id':null,'has_more':false}"));
  }
}
