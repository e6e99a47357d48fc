package lab.dialect.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.AnswerForm;
import lab.dialect.AnswerStream;
import lab.dialect.AnswerStream.Step;
import lab.dialect.ClientAnswers;
import lab.dialect.InferenceCall;
import lab.dialect.openai.OpenAiAnswers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No bytes of a client or a provider make this throw. The seed is fixed: a failure repeats. */
class OllamaFuzzTest {
  private static final int ROUNDS = Boolean.getBoolean("lab.soak") ? 2_000_000 : 20_000;

  private static final List<String> REQUESTS =
      List.of(
          "{'model':'m','messages':[{'role':'user','content':[{'type':'text','text':'x'},"
              + "{'type':'image_url','image_url':{'url':'data:image/png;base64,QUJD'}}]},"
              + "{'role':'assistant','tool_calls':[{'id':'c','function':{'name':'f',"
              + "'arguments':'{}'}}]},{'role':'tool','tool_call_id':'c','content':'1'}],"
              + "'stop':['a'],'temperature':1,'max_tokens':5,'tools':[{'type':'function',"
              + "'function':{'name':'f','parameters':{}}}],'think':true,'options':{'a':1}}",
          "{'prompt':['x'],'suffix':'y','echo':true,'logprobs':2,'n':1,'seed':7,"
              + "'response_format':{'type':'json_schema','json_schema':{'schema':{}}}}",
          "{'input':['a','b'],'dimensions':3,'encoding_format':'base64','keep_alive':'5m'}");

  private static final List<String> VECTORS =
      List.of("{'embeddings':[[0.5,-1e-3],[2,3]],'prompt_eval_count':2,'error':null}");

  /** Bytes that mean something in JSON, so that more than the first token is reached. */
  private static final byte[] SPICE = Played.bytes("{}[]'\",:\\\n\r 0-1e.tfnu\u0080\u00ff");

  private record Raw(Operation operation, List<Byte> bytes) implements InferenceCall {
    @Override
    public @Nullable ModelName model() {
      return null;
    }

    @Override
    public boolean streamed() {
      return true;
    }

    @Override
    public boolean usageWanted() {
      return true;
    }

    @Override
    public ClientAnswers answers() {
      return OpenAiAnswers.ANSWERS;
    }

    @Override
    public byte[] body() {
      byte[] body = new byte[bytes.size()];
      for (int i = 0; i < body.length; i++) {
        body[i] = bytes.get(i);
      }
      return body;
    }
  }

  private static byte[] mutated(List<String> seeds, Random random) {
    if (random.nextInt(10) == 0) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      return noise;
    }
    byte[] body = Played.bytes(seeds.get(random.nextInt(seeds.size())));
    for (int changes = random.nextInt(6); changes > 0; changes--) {
      int at = random.nextInt(body.length);
      switch (random.nextInt(4)) {
        case 0 -> body[at] = SPICE[random.nextInt(SPICE.length)];
        case 1 -> body[at] = (byte) random.nextInt(256);
        case 2 -> body = Arrays.copyOf(body, Math.max(1, at));
        default -> {
          int from = random.nextInt(body.length);
          int length = Math.min(random.nextInt(20), body.length - Math.max(from, at));
          System.arraycopy(body, from, body, at, length);
        }
      }
    }
    return body;
  }

  private static Raw call(Operation operation, byte[] body) {
    Byte[] bytes = new Byte[body.length];
    Arrays.setAll(bytes, i -> body[i]);
    return new Raw(operation, List.of(bytes));
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"CHAT", "COMPLETION", "EMBEDDING"})
  void requests(Operation operation) {
    var random = new Random(1);
    var dialect = new OllamaDialect();
    for (int round = 0; round < ROUNDS; round++) {
      var call = call(operation, mutated(REQUESTS, random));

      assertThat(dialect.request(call, new ModelName("m"))).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"CHAT", "COMPLETION", "EMBEDDING"})
  void wholeAnswers(Operation operation) {
    var random = new Random(2);
    var dialect = new OllamaDialect();
    List<String> seeds = operation == Operation.EMBEDDING ? VECTORS : Bodies.ALL;
    var form = new AnswerForm(operation, true, "echo", true, OpenAiAnswers.ANSWERS);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] body = mutated(seeds, random);

      assertThat(dialect.whole(form, body, false, "m", "i", 1)).isNotNull();
    }
  }

  @Test
  void streams() {
    var random = new Random(3);
    var dialect = new OllamaDialect();
    for (int round = 0; round < ROUNDS; round++) {
      Operation operation = random.nextBoolean() ? Operation.CHAT : Operation.COMPLETION;
      AnswerStream stream =
          dialect.stream(
              new AnswerForm(operation, true, "", false, OpenAiAnswers.ANSWERS), "m", "i", 1);
      byte[] body = mutated(Bodies.ALL, random);
      int cut = random.nextInt(body.length + 1);

      int ends = ends(stream.feed(Arrays.copyOf(body, cut)));
      ends += ends(stream.feed(Arrays.copyOfRange(body, cut, body.length)));
      ends += ends(stream.end());

      assertThat(ends).as("every stream ends exactly once").isEqualTo(1);
    }
  }

  private static int ends(Step step) {
    return (step.complete() ? 1 : 0) + (step.failure() != null ? 1 : 0);
  }
}
