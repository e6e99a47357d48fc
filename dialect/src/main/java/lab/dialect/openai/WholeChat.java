package lab.dialect.openai;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import lab.dialect.AnswerSink;
import lab.dialect.AnswerSource;
import lab.dialect.Failure;
import lab.dialect.TokenCounts;
import lab.dialect.frame.SseSplitter;
import lab.dialect.json.Json;
import lab.dialect.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/** Reads a chat that comes whole in OpenAI's form: a body of shape {@link BodyShape#JSON}. */
final class WholeChat implements AnswerSource {

  /** Takes all of the body at once. */
  @Override
  public Read feed(byte[] body, AnswerSink sink) {
    return new Read(true, tell(body, sink));
  }

  @Override
  public Read end(AnswerSink sink) {
    return new Read(false, null);
  }

  @Override
  public int held() {
    return 0;
  }

  private static @Nullable Failure tell(byte[] body, AnswerSink sink) {
    if (body.length > SseSplitter.LONGEST_EVENT) {
      return WholeAnswers.server("the provider's answer is too long");
    }
    int from = BodyShape.beginOfJson(body);
    var answer = new AnswerReader();
    try {
      answer.read(body, from, body.length);
    } catch (MalformedJson malformed) {
      return WholeAnswers.notJson(malformed);
    }
    Failure lack = WholeAnswers.lack(answer, body);
    return lack == null ? tellChecked(body, from, sink) : lack;
  }

  private static @Nullable Failure tellChecked(byte[] body, int from, AnswerSink sink) {
    Chunk chat;
    try (JsonParser json = Json.parser(body, from, body.length - from)) {
      var unused = json.nextToken();
      chat = Chunk.whole(json);
    } catch (IOException tooLong) {
      return WholeAnswers.server("the provider sent an answer that can not be read");
    }
    if (chat.calls().size() > ToolDeltas.MOST_CALLS) {
      return WholeAnswers.server("the provider sent more tool calls than anybody makes");
    }
    tell(chat, sink);
    return null;
  }

  private static void tell(Chunk chat, AnswerSink sink) {
    sink.begin(TokenCounts.UNKNOWN);
    if (!chat.reasoning().isEmpty()) {
      sink.reasoning(chat.reasoning());
    }
    if (!chat.text().isEmpty()) {
      sink.text(chat.text());
    }
    int calls = 0;
    for (Chunk.Call call : chat.calls()) {
      sink.toolCall(call.id().isEmpty() ? null : call.id(), call.name());
      if (!call.arguments().isEmpty()) {
        sink.arguments(calls, call.arguments());
      }
      calls++;
    }
    if (!chat.logprobs().isEmpty()) {
      sink.logprobs(chat.logprobs());
    }
    sink.flush();
    TokenCounts tokens = chat.tokens();
    sink.finish(
        ChunkSource.finish(
            chat.finishReason(), chat.stopReason(), tokens == null ? TokenCounts.UNKNOWN : tokens));
  }
}
