package lab.bench.jmh;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import lab.contract.Operation;
import lab.dialect.AnswerForm;
import lab.dialect.AnswerStream;
import lab.dialect.InferenceCall;
import lab.dialect.RequestReading;
import lab.dialect.frame.SseSplitter;
import lab.dialect.ollama.OllamaDialect;
import lab.dialect.openai.OpenAiDialect;
import lab.dialect.openai.OpenAiRequests;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One chunk of a stream on its way through the gateway. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StreamBenchmark {
  private static final byte[] CHUNK =
      ("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
              + "\"model\":\"bench\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
              + "x".repeat(100)
              + "\"},\"finish_reason\":null}]}\n\n")
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] LINE =
      ("{\"model\":\"bench\",\"created_at\":\"2026-01-01T00:00:00.1Z\",\"message\":{\"role\":"
              + "\"assistant\",\"content\":\""
              + "x".repeat(100)
              + "\"},\"done\":false}\n")
          .getBytes(StandardCharsets.UTF_8);

  private final SseSplitter splitter = new SseSplitter();
  private final AnswerStream asItIs =
      new OpenAiDialect()
          .stream(AnswerForm.of(call("bench")), "bench", "chatcmpl-2", 1_700_000_000);
  private final AnswerStream spliced =
      new OpenAiDialect()
          .stream(AnswerForm.of(call("shown")), "shown", "chatcmpl-2", 1_700_000_000);
  private final AnswerStream translated =
      new OllamaDialect()
          .stream(AnswerForm.of(call("bench")), "bench", "chatcmpl-2", 1_700_000_000);

  private static InferenceCall call(String model) {
    byte[] body =
        ("{\"model\":\""
                + model
                + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}")
            .getBytes(StandardCharsets.UTF_8);
    if (OpenAiRequests.read(Operation.CHAT, body) instanceof RequestReading.Understood understood) {
      return understood.call();
    }
    throw new IllegalStateException("the benchmark's request is not understood");
  }

  @Benchmark
  public boolean split() {
    splitter.feed(CHUNK);
    boolean found = false;
    while (splitter.next()) {
      found = true;
    }
    return found;
  }

  @Benchmark
  public AnswerStream.Step passAsItIs() {
    return asItIs.feed(CHUNK);
  }

  @Benchmark
  public AnswerStream.Step passWithTheNameSpliced() {
    return spliced.feed(CHUNK);
  }

  @Benchmark
  public AnswerStream.Step translateFromOllama() {
    return translated.feed(LINE);
  }
}
