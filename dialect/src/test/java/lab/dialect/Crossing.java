package lab.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.Usage;
import lab.dialect.openai.OpenAiRequests;
import org.jspecify.annotations.Nullable;

/**
 * What came of a provider's stream on its way to a client.
 *
 * @param out all that the client got
 * @param content whether content was seen
 * @param complete whether it was complete
 */
public record Crossing(
    String out, boolean content, boolean complete, @Nullable Failure failure, Usage usage) {
  public static final String SHOWN = "shown";
  public static final String ID = "chatcmpl-1";
  public static final long CREATED = 1_700_000_000;

  private static final JsonMapper JSON = new JsonMapper();

  /** Plays a whole body, then its end. */
  public static Crossing of(ProviderDialect provider, InferenceCall call, String body) {
    return inPieces(provider, call, body, () -> Integer.MAX_VALUE);
  }

  /** Plays a body in pieces of these sizes, then its end. */
  public static Crossing inPieces(
      ProviderDialect provider, InferenceCall call, String body, IntSupplier sizes) {
    AnswerStream stream = provider.stream(AnswerForm.of(call), SHOWN, ID, CREATED);
    var out = new ByteArrayOutputStream();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean content = false;
    boolean complete = false;
    Failure failure = null;
    int from = 0;
    while (from <= bytes.length) {
      int to = (int) Math.min(bytes.length, from + (long) sizes.getAsInt());
      boolean last = from == bytes.length;
      AnswerStream.Step step =
          last ? stream.end() : stream.feed(Arrays.copyOfRange(bytes, from, to));
      out.writeBytes(step.out());
      content |= step.content();
      complete |= step.complete();
      failure = failure == null ? step.failure() : failure;
      from = last ? from + 1 : to;
    }
    return new Crossing(
        out.toString(StandardCharsets.UTF_8), content, complete, failure, stream.usage());
  }

  /** A complete answer that was not streamed. */
  public static WholeAnswer whole(ProviderDialect provider, InferenceCall call, String body) {
    return provider.whole(
        AnswerForm.of(call), body.getBytes(StandardCharsets.UTF_8), false, SHOWN, ID, CREATED);
  }

  /** A chat of an OpenAI client, in single quotes. */
  public static InferenceCall openAi(String json) {
    return call(
        OpenAiRequests.read(
            Operation.CHAT, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  /** An event of an OpenAI provider's stream, with JSON in single quotes. */
  public static String chunk(String delta, String finish) {
    return "data: {'id':'x','object':'chat.completion.chunk','created':1,'model':'up','choices':[{'index':0,'delta':%s,'finish_reason':%s}]}\n\n"
        .formatted(delta, finish)
        .replace('\'', '"');
  }

  /** The call that was read. */
  public static InferenceCall call(RequestReading reading) {
    if (reading instanceof RequestReading.Understood(InferenceCall call)) {
      return call;
    }
    throw new AssertionError(reading);
  }

  /** The request as this provider gets it, under the name {@code up}. */
  public static ProviderRequest request(ProviderDialect provider, InferenceCall call) {
    var written = provider.request(call, new ModelName("up"));
    if (written instanceof ProviderDialect.Written.Ready(ProviderRequest request)) {
      return request;
    }
    throw new AssertionError(written);
  }

  /** Why this provider can not get the request. */
  public static Failure refusal(ProviderDialect provider, InferenceCall call) {
    var written = provider.request(call, new ModelName("up"));
    if (written instanceof ProviderDialect.Written.Impossible(Failure failure)) {
      return failure;
    }
    throw new AssertionError(written);
  }

  /** The kind of its failure, which it has. */
  public FailureKind kind() {
    return Objects.requireNonNull(failure).kind();
  }

  /** The data of all events that are JSON. */
  public List<JsonNode> events() {
    var events = new ArrayList<JsonNode>();
    for (String line : out.split("\n", -1)) {
      if (line.startsWith("data: {")) {
        events.add(json(line.substring("data: ".length())));
      }
    }
    return events;
  }

  /** JSON as a tree; single quotes are as good as double ones where there are no double ones. */
  public static JsonNode json(String json) {
    try {
      return JSON.readTree(json.indexOf('"') < 0 ? json.replace('\'', '"') : json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JSON as a tree. */
  public static JsonNode json(byte[] json) {
    return json(new String(json, StandardCharsets.UTF_8));
  }
}
