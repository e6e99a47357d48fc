package lab.bench.jmh;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.ClientDialect;
import lab.dialect.ProviderDialect;
import lab.dialect.RequestReading;
import lab.dialect.anthropic.AnthropicClient;
import lab.dialect.anthropic.AnthropicDialect;
import lab.dialect.ollama.OllamaClient;
import lab.dialect.ollama.OllamaDialect;
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

/** A request from a client's bytes to a provider's: what is read of it, and what is written. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TranslationBenchmark {
  private static final String PROSE = "Words of a prompt, as people\\nwrite them. ";
  private static final ModelName NAME = new ModelName("its-name");

  /** Who asks whom. */
  public enum Pair {
    /** For comparison: it passes as it is. */
    OPENAI_TO_OPENAI(new OpenAiClient(Operation.CHAT, MetadataKeys.NONE), new OpenAiDialect()),
    OPENAI_TO_OLLAMA(OPENAI_TO_OPENAI.client, new OllamaDialect()),
    OPENAI_TO_ANTHROPIC(OPENAI_TO_OPENAI.client, new AnthropicDialect()),
    ANTHROPIC_TO_OPENAI(new AnthropicClient(MetadataKeys.NONE), OPENAI_TO_OPENAI.provider),
    OLLAMA_TO_OPENAI(
        new OllamaClient(OllamaPath.CHAT, MetadataKeys.NONE), OPENAI_TO_OPENAI.provider),
    ANTHROPIC_TO_OLLAMA(ANTHROPIC_TO_OPENAI.client, OPENAI_TO_OLLAMA.provider);

    private final ClientDialect client;
    private final ProviderDialect provider;

    Pair(ClientDialect client, ProviderDialect provider) {
      this.client = client;
      this.provider = provider;
    }
  }

  /** Who asks whom. */
  @Param public Pair pair = Pair.OPENAI_TO_OPENAI;

  /** Into how many messages the same 20 KB are cut. */
  @Param({"1", "101"})
  public int messages;

  private byte[] body = {};

  /** All of the formats say it like this. */
  @Setup
  public void setUp() {
    String content = PROSE.repeat(20_000 / PROSE.length() / messages);
    var json = new StringBuilder("{\"model\":\"bench\",\"max_tokens\":100,\"stream\":false");
    json.append(",\"messages\":[");
    for (int i = 0; i < messages; i++) {
      json.append(i == 0 ? "" : ",").append("{\"role\":\"");
      json.append(i % 2 == 0 ? "user" : "assistant").append("\",\"content\":\"");
      json.append(content).append("\"}");
    }
    body = json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }

  @Benchmark
  public ProviderDialect.Written translate() {
    if (pair.client.read(body) instanceof RequestReading.Understood understood) {
      return pair.provider.request(understood.call(), NAME);
    }
    throw new IllegalStateException("the benchmark's request is not understood");
  }
}
