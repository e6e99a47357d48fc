package lab.bench.jmh;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import lab.contract.Operation;
import lab.dialect.AnswerForm;
import lab.dialect.ClientDialect;
import lab.dialect.RequestReading;
import lab.dialect.WholeAnswer;
import lab.dialect.anthropic.AnthropicClient;
import lab.dialect.ollama.OllamaClient;
import lab.dialect.ollama.OllamaPath;
import lab.dialect.openai.MetadataKeys;
import lab.dialect.openai.OpenAiClient;
import lab.dialect.openai.OpenAiDialect;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A whole answer of a provider that speaks OpenAI's format, as its client gets it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WholeAnswerBenchmark {
  private static final String PROSE = "Words of an answer, as models\\nwrite them. ";
  private static final OpenAiDialect PROVIDER = new OpenAiDialect();

  /** Who has asked. */
  public enum Asker {
    /** For comparison: it passes as it is. */
    OPENAI(new OpenAiClient(Operation.CHAT, MetadataKeys.NONE)),
    ANTHROPIC(new AnthropicClient(MetadataKeys.NONE)),
    OLLAMA(new OllamaClient(OllamaPath.CHAT, MetadataKeys.NONE));

    private final ClientDialect dialect;

    Asker(ClientDialect dialect) {
      this.dialect = dialect;
    }
  }

  /** Who has asked. */
  @Param public Asker asker = Asker.OPENAI;

  /** Bytes of text in the answer. */
  @Param({"500", "20000"})
  public int length;

  private byte[] body = {};
  private AnswerForm form = form(Asker.OPENAI);

  @Setup
  public void setUp() {
    form = form(asker);
    String json =
        """
        {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"bench","choices":[
        {"index":0,"message":{"role":"assistant","content":"%s","refusal":null},"logprobs":null,
        "finish_reason":"stop"}],
        "usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}
        """
            .formatted(PROSE.repeat(length / PROSE.length()));
    body = json.getBytes(StandardCharsets.UTF_8);
  }

  /** All of the formats ask like this. */
  private static AnswerForm form(Asker asker) {
    byte[] request =
        """
        {"model":"bench","max_tokens":100,"stream":false,
         "messages":[{"role":"user","content":"hi"}]}
        """
            .getBytes(StandardCharsets.UTF_8);
    if (asker.dialect.read(request) instanceof RequestReading.Understood understood) {
      return AnswerForm.of(understood.call());
    }
    throw new IllegalStateException("the benchmark's request is not understood");
  }

  @Benchmark
  public WholeAnswer translate() {
    return PROVIDER.whole(form, body, false, "bench", "chatcmpl-1", 1);
  }
}
