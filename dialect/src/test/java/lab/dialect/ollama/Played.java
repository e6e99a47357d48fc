package lab.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import lab.contract.Usage;
import lab.dialect.AnswerStream;
import lab.dialect.AnswerStream.Step;
import lab.dialect.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What came of one streamed answer.
 *
 * @param out all bytes for the client as text
 * @param content whether content was seen
 * @param complete whether the end marker was in it
 */
record Played(
    String out, boolean content, boolean complete, @Nullable Failure failure, Usage usage) {

  static final String ID = "chatcmpl-1";
  static final long CREATED = 1700000000;
  static final String SHOWN = "the \"shown\" model";

  /** Plays a whole body, then its end. */
  static Played whole(Call call, String ndjson) {
    return inPieces(call, ndjson, () -> Integer.MAX_VALUE);
  }

  static Played inPieces(Call call, String ndjson, IntSupplier sizes) {
    AnswerStream stream = new OllamaDialect().stream(call.form(), SHOWN, ID, CREATED);
    var out = new ByteArrayOutputStream();
    byte[] body = bytes(ndjson);
    boolean content = false;
    boolean complete = false;
    Failure failure = null;
    int from = 0;
    while (from < body.length) {
      int to = (int) Math.min(body.length, from + (long) sizes.getAsInt());
      Step step = stream.feed(Arrays.copyOfRange(body, from, to));
      from = to;
      out.writeBytes(step.out());
      content = step.content();
      complete |= step.complete();
      failure = failure == null ? step.failure() : failure;
    }
    Step last = stream.end();
    out.writeBytes(last.out());
    return new Played(
        out.toString(StandardCharsets.UTF_8),
        content || last.content(),
        complete || last.complete(),
        failure == null ? last.failure() : failure,
        stream.usage());
  }

  static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  /** The events' JSON, the end marker left out. */
  List<JsonNode> events() {
    var events = new ArrayList<JsonNode>();
    for (String event : out.split("\n\n", -1)) {
      if (event.startsWith("data: {")) {
        events.add(Fit.json(event.substring(6).getBytes(StandardCharsets.UTF_8)));
      }
    }
    return events;
  }

  List<JsonNode> choices() {
    return events().stream().map(event -> event.path("choices").path(0)).toList();
  }

  List<JsonNode> deltas() {
    return choices().stream().map(choice -> choice.path("delta")).toList();
  }
}
