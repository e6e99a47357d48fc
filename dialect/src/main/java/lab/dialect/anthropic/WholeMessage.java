package lab.dialect.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import lab.dialect.AnswerSink;
import lab.dialect.Failure;
import lab.dialect.failure.FailureReader;
import lab.dialect.json.Json;
import org.jspecify.annotations.Nullable;

/** Reads a message that comes whole, block by block. */
final class WholeMessage {
  private final AnswerSink sink;
  private final Counts counts = new Counts();
  private int calls;
  private boolean failed;
  private boolean answered;
  private String stopReason = "";
  private String stopSequence = "";

  private WholeMessage(AnswerSink sink) {
    this.sink = sink;
  }

  /** Tells the sink all of a message, or why it is none. */
  static @Nullable Failure read(byte[] body, AnswerSink sink) {
    var message = new WholeMessage(sink);
    try (JsonParser json = Json.parser(body, 0, body.length)) {
      message.read(json);
    } catch (IOException garbled) {
      return AnthropicSource.garbled();
    }
    if (message.failed) {
      return FailureReader.ofObject(body);
    }
    if (!message.answered || message.stopReason.isEmpty()) {
      return AnthropicSource.server("the provider's answer has no content or no stop_reason");
    }
    sink.finish(Stops.finish(message.stopReason, message.stopSequence, message.counts.told()));
    return null;
  }

  private void read(JsonParser json) throws IOException {
    sink.begin(counts.told());
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return;
    }
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      switch (field) {
        case "type" -> failed |= AnthropicEvent.textOf(json).equals("error");
        case "error" -> {
          failed |= value == JsonToken.START_OBJECT || value == JsonToken.VALUE_STRING;
          json.skipChildren();
        }
        case "content" -> readBlocks(json);
        case "stop_reason" -> stopReason = AnthropicEvent.textOf(json);
        case "stop_sequence" -> stopSequence = AnthropicEvent.textOf(json);
        case "usage" -> counts.read(json);
        default -> json.skipChildren();
      }
    }
  }

  private void readBlocks(JsonParser json) throws IOException {
    answered = json.currentToken() == JsonToken.START_ARRAY;
    if (!answered) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      take(AnthropicEvent.block(json));
    }
  }

  private void take(AnthropicEvent block) {
    switch (block.partType()) {
      case "text" -> sink.text(block.text());
      case "thinking" -> {
        sink.reasoning(block.thinking());
        sink.signature(block.signature());
      }
      case "tool_use" -> {
        sink.toolCall(block.id().isEmpty() ? null : block.id(), block.name());
        sink.arguments(calls++, block.input().isEmpty() ? "{}" : block.input());
      }
      default -> {}
    }
    sink.flush();
  }
}
