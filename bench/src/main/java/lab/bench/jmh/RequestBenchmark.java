package lab.bench.jmh;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.InferenceCall;
import lab.dialect.ProviderDialect;
import lab.dialect.RequestReading;
import lab.dialect.ollama.OllamaDialect;
import lab.dialect.openai.OpenAiDialect;
import lab.dialect.openai.OpenAiRequests;
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

/** Understanding a request's body, and writing the provider's from it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RequestBenchmark {
  /** Bytes of the prompt. */
  @Param({"1000", "20000"})
  public int prompt;

  private byte[] body = {};
  private InferenceCall call = read(body());
  private final ModelName other = new ModelName("another-name");
  private final ProviderDialect openAi = new OpenAiDialect();
  private final ProviderDialect ollama = new OllamaDialect();

  private byte[] body() {
    return ("{\"model\":\"bench\",\"messages\":[{\"role\":\"user\",\"content\":\""
            + "Words of a prompt. ".repeat(Math.max(1, prompt / 19))
            + "\"}],\"temperature\":0.2,\"stream\":false}")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Setup
  public void setUp() {
    body = body();
    call = read(body);
  }

  private static InferenceCall read(byte[] body) {
    if (OpenAiRequests.read(Operation.CHAT, body) instanceof RequestReading.Understood understood) {
      return understood.call();
    }
    throw new IllegalStateException("the benchmark's request is not understood");
  }

  @Benchmark
  public RequestReading scan() {
    return OpenAiRequests.read(Operation.CHAT, body);
  }

  @Benchmark
  public ProviderDialect.Written splice() {
    return openAi.request(call, other);
  }

  @Benchmark
  public ProviderDialect.Written translateToOllama() {
    return ollama.request(call, other);
  }
}
