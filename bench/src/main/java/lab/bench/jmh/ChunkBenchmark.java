package lab.bench.jmh;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import lab.contract.Operation;
import lab.dialect.AnswerForm;
import lab.dialect.AnswerStream;
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

/** A chunk of 100 characters from a provider's format into a client's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChunkBenchmark {
  private static final int CHUNKS = 1_000;
  private static final String WORDS = "x".repeat(100);

  private static final ClientDialect OPENAI = new OpenAiClient(Operation.CHAT, MetadataKeys.NONE);
  private static final ClientDialect ANTHROPIC = new AnthropicClient(MetadataKeys.NONE);
  private static final ClientDialect OLLAMA = new OllamaClient(OllamaPath.CHAT, MetadataKeys.NONE);

  /** What a provider sends. */
  public enum Sent {
    /** Server-sent events. */
    BY_OPENAI(
        new OpenAiDialect(),
        "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
            + "\"model\":\"bench\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"WORDS\"},"
            + "\"finish_reason\":null}]}\n\n"),
    /** Events with names. */
    BY_ANTHROPIC(
        new AnthropicDialect(),
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
            + "\"delta\":{\"type\":\"text_delta\",\"text\":\"WORDS\"}}\n\n"),
    /** Lines. */
    BY_OLLAMA(
        new OllamaDialect(),
        "{\"model\":\"bench\",\"created_at\":\"2026-01-01T00:00:00.1Z\",\"message\":{\"role\":"
            + "\"assistant\",\"content\":\"WORDS\"},\"done\":false}\n");

    private final ProviderDialect provider;
    private final byte[] chunk;

    Sent(ProviderDialect provider, String chunk) {
      this.provider = provider;
      this.chunk = chunk.replace("WORDS", WORDS).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Who gets it. */
  public enum Got {
    /** As chunks. */
    BY_OPENAI(OPENAI),
    /** As deltas of a block. */
    BY_ANTHROPIC(ANTHROPIC),
    /** As lines. */
    BY_OLLAMA(OLLAMA);

    private final ClientDialect client;

    Got(ClientDialect client) {
      this.client = client;
    }
  }

  /** What comes. */
  @Param public Sent sent = Sent.BY_OPENAI;

  /** What goes. */
  @Param public Got got = Got.BY_OPENAI;

  private AnswerForm form = form();
  private AnswerStream stream = stream();
  private int fed;

  /** As for one request. */
  @Setup
  public void setUp() {
    form = form();
    stream = stream();
  }

  private AnswerForm form() {
    byte[] body =
        ("{\"model\":\"bench\",\"stream\":true,\"max_tokens\":9,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}")
            .getBytes(StandardCharsets.UTF_8);
    if (got.client.read(body) instanceof RequestReading.Understood understood) {
      return AnswerForm.of(understood.call());
    }
    throw new IllegalStateException("the benchmark's request is not understood");
  }

  private AnswerStream stream() {
    return sent.provider.stream(form, "bench", "chatcmpl-2", 1_700_000_000);
  }

  @Benchmark
  public AnswerStream.Step translate() {
    // No answer is without end; its beginning is part of its cost.
    if (++fed == CHUNKS) {
      fed = 0;
      stream = stream();
    }
    return stream.feed(sent.chunk);
  }
}
