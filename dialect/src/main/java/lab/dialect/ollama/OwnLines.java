package lab.dialect.ollama;

import java.util.Arrays;
import lab.contract.ModelName;
import lab.contract.Usage;
import lab.dialect.AnswerStream;
import lab.dialect.Failure;
import lab.dialect.Noticed;
import lab.dialect.WholeAnswer;
import lab.dialect.frame.LineSplitter;
import lab.dialect.json.JsonBytes;
import lab.dialect.json.MalformedJson;
import lab.dialect.openai.OwnBody;
import org.jspecify.annotations.Nullable;

/**
 * Ollama's stream for a client that speaks it: each line passes as it came, but for the model's
 * name. What it says is only noticed.
 */
final class OwnLines implements AnswerStream {
  private final LineSplitter lines = new LineSplitter();
  private final OllamaSource source = OllamaSource.ofStream();
  private final Noticed noticed = new Noticed();
  private final JsonBytes out = new JsonBytes();
  private final ModelName shown;
  private boolean failed;

  OwnLines(String shown) {
    this.shown = new ModelName(shown);
  }

  /** A whole answer, likewise. */
  static WholeAnswer whole(byte[] body, String shown) {
    var noticed = new Noticed();
    Failure failure = OllamaSource.ofWhole().feed(body, noticed).failure();
    if (failure != null || !noticed.finished()) {
      return new WholeAnswer.Bad(failure == null ? Ending.missing() : failure);
    }
    try {
      return new WholeAnswer.Good(OwnBody.of(body).under(new ModelName(shown)), noticed.usage());
    } catch (MalformedJson severalLines) {
      return new WholeAnswer.Bad(Ending.garbled());
    }
  }

  @Override
  public Step feed(byte[] bytes) {
    lines.feed(bytes);
    return pass(false);
  }

  @Override
  public Step end() {
    lines.finish();
    return pass(true);
  }

  @Override
  public int held() {
    return lines.held();
  }

  @Override
  public Usage usage() {
    return noticed.usage();
  }

  private Step pass(boolean last) {
    if (failed || noticed.finished()) {
      return new Step(Step.NOTHING, false, noticed.content(), false, null);
    }
    boolean progress = false;
    Failure failure = null;
    while (!noticed.finished() && failure == null && lines.next()) {
      progress = true;
      failure = passLine();
    }
    if (failure == null && lines.overflowed()) {
      failure = OllamaSource.tooLong();
    }
    if (last && failure == null && !noticed.finished()) {
      failure = Ending.missing();
    }
    failed = failure != null;
    boolean complete = noticed.finished() && !failed;
    return new Step(out.taken(), progress, noticed.content(), complete, failure);
  }

  private @Nullable Failure passLine() {
    int from = lines.offset();
    int to = from + lines.length();
    Failure failure = source.read(lines.array(), from, lines.length(), noticed);
    if (failure != null) {
      return failure;
    }
    try {
      out.raw(OwnBody.of(Arrays.copyOfRange(lines.array(), from, to)).under(shown)).raw("\n");
      return null;
    } catch (MalformedJson severalObjects) {
      return Ending.garbled();
    }
  }
}
