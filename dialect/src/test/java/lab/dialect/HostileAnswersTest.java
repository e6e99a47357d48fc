package lab.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.anthropic.AnthropicClient;
import lab.dialect.anthropic.AnthropicDialect;
import lab.dialect.ollama.OllamaClient;
import lab.dialect.ollama.OllamaDialect;
import lab.dialect.ollama.OllamaPath;
import lab.dialect.openai.MetadataKeys;
import lab.dialect.openai.OpenAiClient;
import lab.dialect.openai.OpenAiDialect;
import lab.dialect.responses.KeptResponses;
import lab.dialect.responses.ResponsesClient;
import org.junit.jupiter.api.Test;

/** Every pair of formats against bytes that nobody should send. */
class HostileAnswersTest {
  private static final int MOST = 40 * 1024 * 1024;
  private static final int ROUNDS = 3_000;

  private static final List<ProviderDialect> PROVIDERS =
      List.of(new OpenAiDialect(), new OllamaDialect(), new AnthropicDialect());

  private static final List<ClientDialect> CLIENTS =
      List.of(
          new OpenAiClient(Operation.CHAT, MetadataKeys.NONE),
          new AnthropicClient(MetadataKeys.NONE),
          new OllamaClient(OllamaPath.CHAT, MetadataKeys.NONE),
          new OllamaClient(OllamaPath.GENERATE, MetadataKeys.NONE),
          new ResponsesClient(MetadataKeys.NONE, new Nothing()));

  /** Keeps nothing. */
  private static final class Nothing implements KeptResponses {
    @Override
    public String newId() {
      return PREFIX + "1";
    }

    @Override
    public void keep(String id, byte[] response, byte[] conversation) {}
  }

  private static final byte[] REQUEST =
      "{\"stream\":true,\"prompt\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
          .getBytes(UTF_8);

  private static final byte[] INPUT = "{\"stream\":true,\"input\":\"x\"}".getBytes(UTF_8);

  /** All that a request of Responses can say. */
  private static final byte[] ITEMS =
      """
      {"stream":true,"instructions":"i","previous_response_id":"resp_1","reasoning":{"effort":"low"},
      "text":{"format":{"type":"json_schema","name":"n","schema":{}},"verbosity":"low"},
      "tools":[{"type":"function","name":"f","parameters":{}}],
      "tool_choice":{"type":"function","name":"f"},"max_output_tokens":7,"input":[
      {"role":"user","content":[{"type":"input_text","text":"x"},
      {"type":"input_image","image_url":"data:image/png;base64,AAAA"}]},
      {"type":"reasoning","id":"r","summary":[]},
      {"type":"function_call","call_id":"a","name":"f","arguments":"{}"},
      {"type":"function_call_output","call_id":"a","output":"1"}]}
      """
          .getBytes(UTF_8);

  private static final byte[] BEFORE =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}".getBytes(UTF_8);

  private static final List<String> SEEDS =
      List.of(
          """
          event: message_start
          data: {"type":"message_start","message":{"model":"m","usage":{"input_tokens":1}}}

          event: content_block_start
          data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"f","input":{}}}

          event: content_block_delta
          data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\\"a\\":1}"}}

          event: message_delta
          data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":5}}

          event: message_stop
          data: {"type":"message_stop"}

          """,
          """
          data: {"id":"x","choices":[{"index":0,"delta":{"content":"a","tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}

          data: [DONE]

          """,
          """
          {"model":"m","message":{"content":"a","thinking":"b","tool_calls":[{"function":{"name":"f","arguments":{"a":1}}}]},"done":false}
          {"model":"m","message":{"content":""},"done":true,"done_reason":"stop","eval_count":3}
          """);

  private static final byte[] SPICE = "{}[]\"',:\\\n\r 0-1e.tfnu\u0080\u00ff".getBytes(UTF_8);

  @Test
  void noBytesOfAProviderBreakAReader() {
    Random random = new Random(7);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] body = mutated(random);
      for (ProviderDialect provider : PROVIDERS) {
        ClientDialect client = CLIENTS.get(random.nextInt(CLIENTS.size()));
        AnswerForm form = AnswerForm.of(Crossing.call(client.read(requestOf(client))));
        // When
        List<AnswerStream.Step> steps = play(provider.stream(form, "s", "chatcmpl-1", 1), body);
        WholeAnswer whole = provider.whole(form, body, false, "s", "chatcmpl-1", 1);
        // Then
        assertThat(whole).isNotNull();
        assertThat(steps).filteredOn(step -> step.complete() || step.failure() != null).hasSize(1);
      }
    }
  }

  /** OpenAI's own stream tells its end again and again; only what is told first counts here. */
  private static List<AnswerStream.Step> play(AnswerStream stream, byte[] body) {
    List<AnswerStream.Step> steps = new ArrayList<>();
    boolean over = false;
    for (int from = 0; from <= body.length && !over; from += 17) {
      AnswerStream.Step step =
          stream.feed(Arrays.copyOfRange(body, from, Math.min(body.length, from + 17)));
      steps.add(step);
      over = step.complete() || step.failure() != null;
    }
    if (!over) {
      steps.add(stream.end());
    }
    return steps;
  }

  @Test
  void noBytesOfAClientBreakAReader() {
    Random random = new Random(8);
    int understood = 0;
    for (int round = 0; round < ROUNDS; round++) {
      for (ClientDialect client : CLIENTS) {
        byte[] request =
            client instanceof ResponsesClient && random.nextBoolean() ? ITEMS : requestOf(client);
        byte[] body = round % 10 == 0 ? request : spiced(request, random);
        // When
        RequestReading reading = client.read(body);
        if (reading instanceof RequestReading.GoesOn goesOn) {
          reading = goesOn.with(random.nextBoolean() ? BEFORE : body);
        }
        // Then
        if (reading instanceof RequestReading.Understood(InferenceCall call)) {
          understood++;
          for (ProviderDialect provider : PROVIDERS) {
            assertThat(provider.request(call, new ModelName("m"))).isNotNull();
          }
        }
      }
    }
    assertThat(understood).as("or little is tested").isGreaterThan(ROUNDS / 10);
  }

  @Test
  void anAnswerThatHasToBeGatheredAndDoesNotEndIsAFailure() {
    // Given
    String more =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\","
            + "\"function\":{\"name\":\"f\",\"arguments\":\""
            + "x".repeat(1024 * 1024)
            + "\"}}]},\"finish_reason\":null}]}\n\n";
    AnswerForm form = AnswerForm.of(Crossing.call(CLIENTS.get(2).read(REQUEST)));
    AnswerStream stream = new OpenAiDialect().stream(form, "s", "chatcmpl-1", 1);
    // When
    Failure failure = null;
    for (int sent = 0; sent < MOST && failure == null; sent += more.length()) {
      failure = stream.feed(more.getBytes(UTF_8)).failure();
    }
    // Then
    assertThat(failure).isNotNull().extracting(Failure::kind).isEqualTo(FailureKind.SERVER);
  }

  @Test
  void deepNestingIsRefusedByEveryReader() {
    // Given
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    for (ClientDialect client : CLIENTS) {
      // When
      RequestReading reading = client.read(("{\"messages\":" + deep + "}").getBytes(UTF_8));
      // Then
      assertThat(reading).isInstanceOf(RequestReading.Malformed.class);
    }
  }

  private static byte[] requestOf(ClientDialect client) {
    return client instanceof ResponsesClient ? INPUT : REQUEST;
  }

  private static byte[] mutated(Random random) {
    byte[] seed = SEEDS.get(random.nextInt(SEEDS.size())).getBytes(UTF_8);
    return random.nextInt(10) == 0 ? seed : spiced(seed, random);
  }

  private static byte[] spiced(byte[] seed, Random random) {
    byte[] body = Arrays.copyOf(seed, 1 + random.nextInt(seed.length));
    int changes = random.nextInt(6);
    for (int i = 0; i < changes; i++) {
      body[random.nextInt(body.length)] = SPICE[random.nextInt(SPICE.length)];
    }
    return random.nextBoolean() ? body : spicedWhole(seed, random);
  }

  private static byte[] spicedWhole(byte[] seed, Random random) {
    byte[] body = seed.clone();
    for (int i = random.nextInt(4); i > 0; i--) {
      body[random.nextInt(body.length)] = SPICE[random.nextInt(SPICE.length)];
    }
    return body;
  }
}
