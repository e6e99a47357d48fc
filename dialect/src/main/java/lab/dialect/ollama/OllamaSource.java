package lab.dialect.ollama;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import lab.contract.FailureKind;
import lab.dialect.AnswerSink;
import lab.dialect.AnswerSource;
import lab.dialect.Failure;
import lab.dialect.TokenCounts;
import lab.dialect.failure.FailureReader;
import lab.dialect.frame.LineSplitter;
import lab.dialect.json.Json;
import org.jspecify.annotations.Nullable;

/** Reads an answer of Ollama's: lines of a stream, or one object. */
final class OllamaSource implements AnswerSource {
  private final LineSplitter lines = new LineSplitter();
  private final boolean whole;
  private boolean begun;

  /** Whether the end has come. */
  private boolean over;

  /** The tool calls so far. */
  private int calls;

  private OllamaSource(boolean whole) {
    this.whole = whole;
  }

  /** Of a stream. */
  static OllamaSource ofStream() {
    return new OllamaSource(false);
  }

  /** Of a body that is fed in one piece, whatever lines it has. */
  static OllamaSource ofWhole() {
    return new OllamaSource(true);
  }

  @Override
  public Read feed(byte[] bytes, AnswerSink sink) {
    if (whole) {
      return new Read(true, read(bytes, 0, bytes.length, sink));
    }
    lines.feed(bytes);
    return readLines(sink);
  }

  @Override
  public Read end(AnswerSink sink) {
    lines.finish();
    Read read = readLines(sink);
    return over || read.failure() != null ? read : new Read(read.progress(), Ending.missing());
  }

  @Override
  public int held() {
    return lines.held();
  }

  private Read readLines(AnswerSink sink) {
    boolean progress = false;
    Failure failure = null;
    while (!over && failure == null && lines.next()) {
      progress = true;
      failure = read(lines.array(), lines.offset(), lines.length(), sink);
    }
    if (!over && failure == null && lines.overflowed()) {
      failure = tooLong();
    }
    return new Read(progress, failure);
  }

  static Failure tooLong() {
    return Failure.of(
        FailureKind.SERVER,
        "a line of the answer is longer than " + LineSplitter.LONGEST_LINE + " bytes");
  }

  /** Reads one line; more than one object in it is tolerated. */
  @Nullable Failure read(byte[] bytes, int offset, int length, AnswerSink sink) {
    try (JsonParser json = Json.parser(bytes, offset, length)) {
      Failure failure = null;
      int start = offset;
      while (!over && failure == null && json.nextToken() != null) {
        AnswerLine line = AnswerLine.read(json);
        int end = offset + (int) json.currentLocation().getByteOffset();
        failure =
            line.failed()
                ? FailureReader.ofObject(Arrays.copyOfRange(bytes, start, end))
                : take(line, sink);
        start = end;
      }
      return failure;
    } catch (IOException garbled) {
      return Ending.garbled();
    }
  }

  private @Nullable Failure take(AnswerLine line, AnswerSink sink) {
    Failure fault = line.done() ? Ending.fault(line) : null;
    if (fault != null) {
      return fault;
    }
    if (!begun) {
      begun = true;
      sink.begin(TokenCounts.UNKNOWN);
    }
    tell(line, sink);
    if (line.done()) {
      over = true;
      sink.finish(Ending.of(line));
    }
    return null;
  }

  private void tell(AnswerLine line, AnswerSink sink) {
    if (!line.thinking().isEmpty()) {
      sink.reasoning(line.thinking());
    }
    if (!line.text().isEmpty()) {
      sink.text(line.text());
    }
    List<ToolCall> toolCalls = line.toolCalls();
    for (ToolCall call : toolCalls) {
      sink.toolCall(call.id(), call.name());
      // Counted here: what the provider counts is 0 for all of them in some versions.
      sink.arguments(calls++, call.arguments());
    }
    if (!line.logprobs().isEmpty()) {
      sink.logprobs(line.logprobs());
    }
    sink.flush();
  }
}
