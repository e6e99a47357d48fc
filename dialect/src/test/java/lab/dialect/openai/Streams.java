package lab.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lab.contract.Operation;
import lab.contract.Usage;
import lab.dialect.AnswerForm;
import lab.dialect.AnswerStream;
import lab.dialect.AnswerStream.Step;
import lab.dialect.InferenceCall;
import lab.dialect.RequestReading.Understood;
import org.jspecify.annotations.Nullable;

/** Feeds streams, in any pieces, and keeps what comes of it. */
final class Streams {
  static final String SHOWN = "shown";
  static final String ID = "chatcmpl-minted";
  static final long CREATED = 1_700_000_000;

  static final String HEL = delta("\"content\":\"Hel 中🙂\"");
  static final String STOP = finish("stop");
  static final String USAGE =
      "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":5,\"model\":\"shown\",\"choices\":[],"
          + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}";
  static final String DONE = "[DONE]";

  private Streams() {}

  /** What came of a whole stream. */
  record Outcome(
      String out, boolean content, boolean complete, @Nullable String failure, Usage usage) {}

  static InferenceCall chat() {
    return call(Operation.CHAT, "{\"model\":\"m\",\"stream\":true,\"messages\":[{}]}");
  }

  static InferenceCall chatWithUsage() {
    return call(
        Operation.CHAT,
        "{\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\":[{}]}");
  }

  static InferenceCall completion() {
    return call(Operation.COMPLETION, "{\"stream\":true,\"prompt\":\"x\"}");
  }

  static InferenceCall embedding() {
    return call(Operation.EMBEDDING, "{\"input\":\"x\"}");
  }

  private static InferenceCall call(Operation operation, String body) {
    return ((Understood) OpenAiRequests.read(operation, utf8(body))).call();
  }

  static AnswerStream open(InferenceCall call) {
    return new OpenAiDialect().stream(AnswerForm.of(call), SHOWN, ID, CREATED);
  }

  static Outcome whole(InferenceCall call, String stream) {
    return run(call, List.of(utf8(stream)));
  }

  /** The outcome of a stream, which must be the same however it is cut. */
  static Outcome everyWay(InferenceCall call, String stream) {
    Outcome whole = whole(call, stream);
    byte[] bytes = utf8(stream);
    assertThat(run(call, bytewise(bytes))).as("byte by byte").isEqualTo(whole);
    for (int seed = 0; seed < 40; seed++) {
      assertThat(run(call, cut(bytes, new Random(seed), 1 + seed * 5)))
          .as("cut with seed %d", seed)
          .isEqualTo(whole);
    }
    return whole;
  }

  static Outcome run(InferenceCall call, List<byte[]> pieces) {
    AnswerStream stream = open(call);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      byte[] before = piece.clone();
      Step step = stream.feed(piece);
      assertThat(piece).as("what is fed is not changed").isEqualTo(before);
      assertWholeEvents(step.out());
      out.writeBytes(step.out());
    }
    Step last = stream.end();
    assertWholeEvents(last.out());
    out.writeBytes(last.out());
    return new Outcome(
        out.toString(StandardCharsets.UTF_8),
        last.content(),
        last.complete(),
        last.failure() == null ? null : last.failure().message(),
        stream.usage());
  }

  private static void assertWholeEvents(byte[] out) {
    String text = new String(out, StandardCharsets.UTF_8);
    assertThat(text.isEmpty() || (text.startsWith("data: ") && text.endsWith("\n\n")))
        .as(text)
        .isTrue();
  }

  private static List<byte[]> bytewise(byte[] bytes) {
    List<byte[]> pieces = new ArrayList<>();
    for (byte b : bytes) {
      pieces.add(new byte[] {b});
    }
    return pieces;
  }

  private static List<byte[]> cut(byte[] bytes, Random random, int most) {
    List<byte[]> pieces = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int to = Math.min(bytes.length, at + random.nextInt(most + 1));
      pieces.add(Arrays.copyOfRange(bytes, at, to));
      at = to;
    }
    return pieces;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A chunk whose choices are these. */
  static String chunk(String choices) {
    return "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":5,\"model\":\"shown\",\"choices\":["
        + choices
        + "]}";
  }

  static String delta(String delta) {
    return chunk("{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":null}");
  }

  static String finish(String reason) {
    return chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}");
  }

  /** Each text as an event. */
  static String events(String... data) {
    StringBuilder events = new StringBuilder();
    for (String each : data) {
      events.append("data: ").append(each).append("\n\n");
    }
    return events.toString();
  }
}
