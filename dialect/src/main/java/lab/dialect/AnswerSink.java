package lab.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a model answers, event by event, in the words of no format: where the formats of provider
 * and client differ, one reads into a sink and the other is one. One answer, one thread at a time.
 */
public interface AnswerSink {

  /**
   * The answer begins. Once, before all else.
   *
   * @param soFar what is known of the prompt already
   */
  void begin(TokenCounts soFar);

  /** More of the model's reasoning. */
  void reasoning(String more);

  /** The provider's signature of the reasoning that came last. */
  void signature(String signature);

  /** More of the text. */
  void text(String more);

  /**
   * The next tool call begins; calls count from 0.
   *
   * @param id the provider's, or null where it gives none
   */
  void toolCall(@Nullable String id, String name);

  /**
   * More of a call's arguments, JSON as text.
   *
   * @param call one that has begun; mostly the last
   */
  void arguments(int call, String more);

  /**
   * Probabilities of the text that comes with them.
   *
   * @param tokens a list as OpenAI has it in {@code logprobs.content}
   */
  void logprobs(JsonNode tokens);

  /** What came together from the provider ends here, and may be told together. */
  void flush();

  /** The answer is complete. Once, after all else. */
  void finish(Finish finish);
}
