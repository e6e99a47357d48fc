package lab.dialect.ollama;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.dialect.AnswerStream;
import lab.dialect.Failure;
import lab.dialect.failure.FailureReader;
import lab.dialect.frame.LineSplitter;
import org.jspecify.annotations.Nullable;

/**
 * NDJSON in, events out. A whole object that answers a streamed call is a stream of one line. One
 * thread at a time.
 */
final class OllamaStream implements AnswerStream {
  private final LineSplitter lines = new LineSplitter();
  private final Chunks chunks;
  private boolean begun;
  private boolean content;

  /** Whether the end has come, a good or a bad one. */
  private boolean over;

  private Usage usage = Usage.UNKNOWN;

  OllamaStream(Chunks chunks) {
    this.chunks = chunks;
  }

  @Override
  public Step feed(byte[] bytes) {
    lines.feed(bytes);
    return step(false);
  }

  @Override
  public Step end() {
    lines.finish();
    return step(true);
  }

  @Override
  public int held() {
    return lines.held();
  }

  @Override
  public Usage usage() {
    return usage;
  }

  private Step step(boolean last) {
    if (over) {
      return new Step(Step.NOTHING, false, content, false, null);
    }
    boolean progress = false;
    Failure failure = null;
    while (!over && failure == null && lines.next()) {
      progress = true;
      failure = read(lines.array(), lines.offset(), lines.length());
    }
    boolean complete = over;
    if (!complete && failure == null) {
      failure = fault(last);
    }
    over = complete || failure != null;
    return new Step(chunks.taken(), progress, content, complete, failure);
  }

  private @Nullable Failure fault(boolean last) {
    if (lines.overflowed()) {
      return Failure.of(
          FailureKind.SERVER,
          "a line of the answer is longer than " + LineSplitter.LONGEST_LINE + " bytes");
    }
    return last ? Ending.missing() : null;
  }

  /** Reads one line; more than one object in it is tolerated. */
  private @Nullable Failure read(byte[] bytes, int offset, int length) {
    try (JsonParser json = Json.parser(bytes, offset, length)) {
      Failure failure = null;
      while (!over && failure == null && json.nextToken() != null) {
        AnswerLine line = AnswerLine.read(json);
        failure =
            line.failed()
                ? FailureReader.ofObject(Arrays.copyOfRange(bytes, offset, offset + length))
                : take(line);
      }
      return failure;
    } catch (IOException garbled) {
      return Ending.garbled();
    }
  }

  private @Nullable Failure take(AnswerLine line) {
    Failure fault = line.done() ? Ending.fault(line) : null;
    if (fault != null) {
      return fault;
    }
    if (!begun) {
      begun = true;
      chunks.begin();
    }
    content |= chunks.add(line);
    if (line.done()) {
      usage = line.usage();
      content = true;
      over = true;
      chunks.finish(line, usage);
    }
    return null;
  }
}
