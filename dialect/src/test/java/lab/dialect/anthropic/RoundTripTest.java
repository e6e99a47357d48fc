package lab.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import lab.contract.Operation;
import lab.dialect.Crossing;
import lab.dialect.InferenceCall;
import lab.dialect.openai.MetadataKeys;
import lab.dialect.openai.OpenAiRequests;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** From OpenAI's form to Anthropic's and back. */
class RoundTripTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Property(tries = 500)
  void allComesBackButWhatIsListedAsLost(@ForAll long seed) {
    // Given
    ObjectNode asked = request(new Random(seed));
    InferenceCall call =
        Crossing.call(OpenAiRequests.read(Operation.CHAT, asked.toString().getBytes(UTF_8)));

    // When
    byte[] there = Crossing.request(new AnthropicDialect(), call).body();
    InferenceCall back = Crossing.call(new AnthropicClient(MetadataKeys.NONE).read(there));

    // Then
    assertThat(Crossing.json(back.body())).isEqualTo(asked.put("model", "up"));
  }

  /** A conversation without what has another place there: see docs/dialects.md. */
  private static ObjectNode request(Random random) {
    ObjectNode asked = NODES.objectNode().put("model", "m");
    asked.put("max_tokens", 1 + random.nextInt(9_000));
    maybe(random, () -> asked.put("temperature", random.nextInt(5) / 4.0));
    maybe(random, () -> asked.put("top_p", random.nextInt(5) / 4.0));
    maybe(random, () -> asked.put("top_k", random.nextInt(50)));
    maybe(random, () -> asked.put("user", "some \"body\""));
    maybe(random, () -> asked.putArray("stop").add(text(random)));
    maybe(
        random,
        () -> asked.put("stream", true).putObject("stream_options").put("include_usage", true));
    maybe(random, () -> tools(random, asked));
    ArrayNode messages = asked.putArray("messages");
    maybe(random, () -> messages.addObject().put("role", "system").put("content", text(random)));
    int calls = 0;
    for (int turn = 0; turn <= random.nextInt(4); turn++) {
      ObjectNode user = messages.addObject().put("role", "user");
      if (random.nextBoolean()) {
        user.put("content", text(random));
      } else {
        parts(random, user.putArray("content"));
      }
      calls = answer(random, messages, calls);
    }
    return asked;
  }

  private static int answer(Random random, ArrayNode messages, int from) {
    ObjectNode answer = messages.addObject().put("role", "assistant").put("content", text(random));
    int calls = random.nextInt(3);
    for (int i = from; i < from + calls; i++) {
      ObjectNode call = answer.withArray("tool_calls").addObject().put("id", "call_" + i);
      call.put("type", "function")
          .putObject("function")
          .put("name", "f" + random.nextInt(3))
          .put("arguments", arguments(random));
    }
    for (int i = from; i < from + calls; i++) {
      messages
          .addObject()
          .put("role", "tool")
          .put("tool_call_id", "call_" + i)
          .put("content", text(random));
    }
    return from + calls;
  }

  private static String arguments(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> "{}";
      case 1 -> "{\"a\":[1,\"b\",null]}";
      default -> NODES.objectNode().put("a", text(random)).toString();
    };
  }

  private static void parts(Random random, ArrayNode parts) {
    parts.addObject().put("type", "text").put("text", text(random));
    String data = "iVBORw0" + "KGgo/A+=".repeat(random.nextInt(2) * 30);
    String url = random.nextBoolean() ? "https://x/y.png" : "data:image/png;base64," + data;
    parts.addObject().put("type", "image_url").putObject("image_url").put("url", url);
  }

  private static void tools(Random random, ObjectNode asked) {
    ArrayNode tools = asked.putArray("tools");
    for (int i = 0; i <= random.nextInt(3); i++) {
      ObjectNode function = tools.addObject().put("type", "function").putObject("function");
      function.put("name", "f" + i).put("description", text(random));
      function.putObject("parameters").put("type", "object").putObject("properties");
    }
    JsonNode named = Crossing.json("{'type':'function','function':{'name':'f0'}}");
    switch (random.nextInt(4)) {
      case 0 -> asked.put("tool_choice", "required");
      case 1 -> asked.put("tool_choice", "none");
      case 2 -> asked.set("tool_choice", named);
      default -> asked.put("tool_choice", "auto").put("parallel_tool_calls", false);
    }
  }

  private static String text(Random random) {
    String[] texts = {"hi", "a \"b\" \\ \n", "€ 😀", "{\"json\":1}", "x y z"};
    String text = texts[random.nextInt(texts.length)];
    // Long ones pass without being decoded.
    return random.nextBoolean() ? text : text.repeat(40);
  }

  private static void maybe(Random random, Runnable then) {
    if (random.nextBoolean()) {
      then.run();
    }
  }
}
