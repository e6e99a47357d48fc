package lab.gateway.call;

import io.vertx.core.buffer.Buffer;
import lab.contract.CallFinished.Preview;
import lab.dialect.InferenceCall;
import lab.dialect.preview.AnswerStart;
import lab.dialect.preview.PromptStart;
import org.jspecify.annotations.Nullable;

/**
 * What operators are shown of a request's content: how its prompt and its answer begin. Event loop
 * of the exchange.
 */
public final class Glimpse {
  private final int length;
  private final AnswerStart answer;

  Glimpse(int length) {
    this.length = length;
    this.answer = new AnswerStart(length);
  }

  /** The client gets these whole events of a stream. */
  public void events(Buffer events) {
    if (!answer.isFull()) {
      answer.events(events.getBytes());
    }
  }

  /** The client gets this answer. */
  public void whole(byte[] body) {
    answer.whole(body);
  }

  /**
   * What was seen.
   *
   * @param call null where the body was not understood, and nothing of it is shown
   */
  Preview told(@Nullable InferenceCall call) {
    return new Preview(call == null ? null : PromptStart.of(call.body(), length), answer.text());
  }
}
