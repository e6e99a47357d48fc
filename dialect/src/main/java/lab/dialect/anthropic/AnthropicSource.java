package lab.dialect.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import lab.contract.FailureKind;
import lab.dialect.AnswerSink;
import lab.dialect.AnswerSource;
import lab.dialect.Failure;
import lab.dialect.failure.FailureReader;
import lab.dialect.frame.SseSplitter;
import lab.dialect.json.Json;
import org.jspecify.annotations.Nullable;

/** Reads an answer of Anthropic's: an event stream, or a whole message where that is what comes. */
final class AnthropicSource implements AnswerSource {
  private final SseSplitter events = new SseSplitter();
  private final ByteArrayOutputStream whole = new ByteArrayOutputStream(0);
  private final Counts counts = new Counts();
  private boolean anything;
  private boolean isWhole;
  private boolean begun;
  private boolean over;

  /** The tool calls so far. */
  private int calls;

  /** The input of the open call as it came with its beginning; used where no part follows. */
  private String input = "";

  private boolean callIsOpen;
  private String stopReason = "";
  private String stopSequence = "";

  @Override
  public Read feed(byte[] bytes, AnswerSink sink) {
    if (!anything) {
      int first = firstOf(bytes);
      anything = first >= 0;
      isWhole = first == '{';
    }
    if (isWhole) {
      whole.writeBytes(bytes);
      boolean tooLong = whole.size() > SseSplitter.LONGEST_EVENT;
      return new Read(true, tooLong ? tooLong() : null);
    }
    events.feed(bytes);
    return read(sink);
  }

  @Override
  public Read end(AnswerSink sink) {
    if (isWhole) {
      return new Read(true, WholeMessage.read(whole.toByteArray(), sink));
    }
    events.finish();
    Read read = read(sink);
    if (over || read.failure() != null) {
      return read;
    }
    return new Read(read.progress(), ended(sink));
  }

  /** The stream has ended; null where its end was told before, but for its last event. */
  @Nullable Failure ended(AnswerSink sink) {
    return stopReason.isEmpty() ? missing() : finish(sink);
  }

  @Override
  public int held() {
    return isWhole ? whole.size() : events.held();
  }

  /** The first byte that is no white space, or -1. */
  static int firstOf(byte[] bytes) {
    for (byte each : bytes) {
      if (each != ' ' && each != '\n' && each != '\r' && each != '\t') {
        return each;
      }
    }
    return -1;
  }

  private Read read(AnswerSink sink) {
    boolean progress = false;
    Failure failure = null;
    while (!over && failure == null && events.next()) {
      progress |= isProgress(events);
      failure = read(events, sink);
    }
    if (failure == null && events.overflowed()) {
      failure = tooLong();
    }
    return new Read(progress, failure);
  }

  /** Whether an event is more than a sign of life. */
  static boolean isProgress(SseSplitter event) {
    return event.length() > 0 && !"ping".equals(event.name());
  }

  /** Reads the event that the splitter stands on. */
  @Nullable Failure read(SseSplitter event, AnswerSink sink) {
    if (!isProgress(event)) {
      return null;
    }
    byte[] data = event.array();
    int offset = event.offset();
    int end = offset + event.length();
    if ("error".equals(event.name())) {
      return FailureReader.ofObject(Arrays.copyOfRange(data, offset, end));
    }
    try (JsonParser json = Json.parser(data, offset, event.length())) {
      var unused = json.nextToken();
      AnthropicEvent read = AnthropicEvent.read(json, counts);
      return read.type().equals("error")
          ? FailureReader.ofObject(Arrays.copyOfRange(data, offset, end))
          : take(read, sink);
    } catch (IOException garbled) {
      return garbled();
    }
  }

  private @Nullable Failure take(AnthropicEvent event, AnswerSink sink) {
    switch (event.type()) {
      case "message_start" -> begin(sink);
      case "content_block_start" -> open(event, sink);
      case "content_block_delta" -> add(event, sink);
      case "content_block_stop" -> close(sink);
      case "message_delta" -> {
        stopReason = event.stopReason().isEmpty() ? stopReason : event.stopReason();
        stopSequence = event.stopSequence().isEmpty() ? stopSequence : event.stopSequence();
      }
      case "message_stop" -> {
        return ended(sink);
      }
      // Also pings without a name, and what is new.
      default -> {}
    }
    sink.flush();
    return null;
  }

  private void begin(AnswerSink sink) {
    if (!begun) {
      begun = true;
      sink.begin(counts.told());
    }
  }

  private void open(AnthropicEvent block, AnswerSink sink) {
    begin(sink);
    close(sink);
    switch (block.partType()) {
      case "text" -> sink.text(block.text());
      case "thinking" -> sink.reasoning(block.thinking());
      case "tool_use" -> {
        sink.toolCall(block.id().isEmpty() ? null : block.id(), block.name());
        calls++;
        callIsOpen = true;
        input = block.input().isEmpty() ? "{}" : block.input();
      }
      // What Anthropic's own servers did, and reasoning that nobody can read.
      default -> {}
    }
  }

  private void add(AnthropicEvent delta, AnswerSink sink) {
    begin(sink);
    switch (delta.partType()) {
      case "text_delta" -> sink.text(delta.text());
      case "thinking_delta" -> sink.reasoning(delta.thinking());
      case "signature_delta" -> sink.signature(delta.signature());
      case "input_json_delta" -> {
        if (callIsOpen && !delta.partialJson().isEmpty()) {
          input = "";
          sink.arguments(calls - 1, delta.partialJson());
        }
      }
      default -> {}
    }
  }

  private void close(AnswerSink sink) {
    if (callIsOpen) {
      callIsOpen = false;
      if (!input.isEmpty()) {
        sink.arguments(calls - 1, input);
      }
    }
  }

  /** Tells the end; null, as there is no failure then. */
  private @Nullable Failure finish(AnswerSink sink) {
    begin(sink);
    close(sink);
    over = true;
    sink.finish(Stops.finish(stopReason, stopSequence, counts.told()));
    return null;
  }

  private static Failure missing() {
    return server("the provider's stream ended without a stop_reason");
  }

  static Failure garbled() {
    return server("the answer is not of Anthropic's form");
  }

  static Failure tooLong() {
    return server("the provider sent an event of more than 16 MiB");
  }

  static Failure server(String message) {
    return Failure.of(FailureKind.SERVER, message);
  }
}
