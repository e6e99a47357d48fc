package lab.dialect.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import lab.contract.FailureKind;
import lab.dialect.AnswerSink;
import lab.dialect.AnswerSource;
import lab.dialect.AnswerStream;
import lab.dialect.Failure;
import lab.dialect.Finish;
import lab.dialect.TokenCounts;
import lab.dialect.frame.SseSplitter;
import lab.dialect.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chat in OpenAI's form. It goes by the rules of all such streams first, which know what
 * servers do wrong; what they let out is regular, and is only told here.
 */
final class ChunkSource implements AnswerSource {
  private final AnswerStream regular;
  private final SseSplitter events = new SseSplitter();
  private boolean begun;

  /** How many tool calls have been told. */
  private int calls;

  /** The next call while it has a name and no arguments: some servers send the name in parts. */
  private Chunk.@Nullable Call named;

  private String finishReason = "";
  private String stopReason = "";
  private TokenCounts tokens = TokenCounts.UNKNOWN;

  /**
   * @param regular asked for the usage
   */
  ChunkSource(AnswerStream regular) {
    this.regular = regular;
  }

  @Override
  public Read feed(byte[] bytes, AnswerSink sink) {
    return tell(regular.feed(bytes), sink);
  }

  @Override
  public Read end(AnswerSink sink) {
    return tell(regular.end(), sink);
  }

  @Override
  public int held() {
    return regular.held();
  }

  private Read tell(AnswerStream.Step step, AnswerSink sink) {
    events.feed(step.out());
    while (events.next()) {
      if (events.length() > 0 && events.array()[events.offset()] == '{') {
        Failure failure = tell(events.array(), events.offset(), events.length(), sink);
        if (failure != null) {
          return new Read(step.progress(), failure);
        }
      }
    }
    if (step.complete()) {
      begin(sink);
      tellNamed(sink);
      sink.finish(finish(finishReason, stopReason, tokens));
    }
    return new Read(step.progress(), step.failure());
  }

  private @Nullable Failure tell(byte[] data, int offset, int length, AnswerSink sink) {
    try (JsonParser json = Json.parser(data, offset, length)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        tell(Chunk.read(json), sink);
      }
      return null;
    } catch (IOException tooDeep) {
      return Failure.of(FailureKind.SERVER, "the provider sent an event that can not be read");
    }
  }

  private void tell(Chunk chunk, AnswerSink sink) {
    begin(sink);
    if (!chunk.reasoning().isEmpty()) {
      sink.reasoning(chunk.reasoning());
    }
    if (!chunk.text().isEmpty()) {
      sink.text(chunk.text());
    }
    for (Chunk.Call call : chunk.calls()) {
      tell(call, sink);
    }
    if (!chunk.logprobs().isEmpty()) {
      sink.logprobs(chunk.logprobs());
    }
    sink.flush();
    finishReason = chunk.finishReason().isEmpty() ? finishReason : chunk.finishReason();
    stopReason = chunk.stopReason().isEmpty() ? stopReason : chunk.stopReason();
    tokens = chunk.tokens() == null ? tokens : chunk.tokens();
  }

  private void begin(AnswerSink sink) {
    if (!begun) {
      begun = true;
      sink.begin(TokenCounts.UNKNOWN);
    }
  }

  private void tell(Chunk.Call part, AnswerSink sink) {
    int next = calls + (named == null ? 0 : 1);
    if (part.index() >= next) {
      tellNamed(sink);
      named = part;
    } else if (named != null && part.index() == calls) {
      named = with(named, part);
    } else if (!part.arguments().isEmpty()) {
      sink.arguments(part.index(), part.arguments());
    }
    if (named != null && !named.arguments().isEmpty()) {
      tellNamed(sink);
    }
  }

  private static Chunk.Call with(Chunk.Call before, Chunk.Call part) {
    return new Chunk.Call(
        before.index(),
        before.id().isEmpty() ? part.id() : before.id(),
        before.name() + part.name(),
        part.arguments());
  }

  private void tellNamed(AnswerSink sink) {
    if (named != null) {
      sink.toolCall(named.id().isEmpty() ? null : named.id(), named.name());
      if (!named.arguments().isEmpty()) {
        sink.arguments(calls, named.arguments());
      }
      calls++;
      named = null;
    }
  }

  /** An end in the words of no format. */
  static Finish finish(String finishReason, String stopReason, TokenCounts tokens) {
    return switch (finishReason) {
      case "length" -> new Finish(Finish.Reason.LENGTH, null, tokens);
      case "content_filter" -> new Finish(Finish.Reason.FILTERED, null, tokens);
      default -> new Finish(Finish.Reason.END, stopReason.isEmpty() ? null : stopReason, tokens);
    };
  }
}
