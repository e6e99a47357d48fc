package lab.testkit.answers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lab.testkit.script.Reply;
import lab.testkit.wire.Call;
import lab.testkit.wire.Counts;
import lab.testkit.wire.OllamaLines;

/** A streamed answer of Ollama, line by line. Immutable, as {@link ChatStream}. */
public final class OllamaStream {
  private final OllamaLines shapes;
  private final List<String> lines;

  private OllamaStream(OllamaLines shapes, List<String> lines) {
    this.shapes = shapes;
    this.lines = List.copyOf(lines);
  }

  /** A stream without lines yet. */
  public static OllamaStream of(String model) {
    return new OllamaStream(
        new OllamaLines(model, Instant.ofEpochSecond(ChatStream.CREATED)), List.of());
  }

  /** A whole good chat: these pieces of content, then the done line with counts of 3 and 2. */
  public static OllamaStream good(String model, String... pieces) {
    return of(model).says(pieces).done("stop", 3, 2);
  }

  /** A line of {@code /api/chat} for each piece of content. */
  public OllamaStream says(String... pieces) {
    OllamaStream all = this;
    for (String piece : pieces) {
      all = all.with(OllamaLines.line(shapes.content(piece)));
    }
    return all;
  }

  public OllamaStream thinks(String text) {
    return with(OllamaLines.line(shapes.thinking(text)));
  }

  /** All calls in one line. */
  public OllamaStream calls(Call... calls) {
    return with(OllamaLines.line(shapes.calls(List.of(calls))));
  }

  /** The last line of {@code /api/chat}; counts of zero are left out. */
  public OllamaStream done(String reason, int prompt, int completion) {
    return with(OllamaLines.line(shapes.done(reason, new Counts(prompt, completion))));
  }

  /** Any line, as it is. */
  public OllamaStream with(String line) {
    List<String> more = new ArrayList<>(lines);
    more.add(line);
    return new OllamaStream(shapes, more);
  }

  /** All of it. */
  public String text() {
    return String.join("", lines);
  }

  /** A 200 that sends one line at a time. */
  public Reply reply() {
    return Reply.lines(lines);
  }
}
