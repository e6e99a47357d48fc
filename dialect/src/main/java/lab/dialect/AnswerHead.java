package lab.dialect;

import org.jspecify.annotations.Nullable;

/**
 * What an answer says of itself whoever gave it.
 *
 * @param shown the model name that the client is shown
 * @param id the answer's id as OpenAI writes it, {@code chatcmpl-} and something unique
 * @param created seconds since 1970
 * @param fingerprint of the server, or null
 */
public record AnswerHead(String shown, String id, long created, @Nullable String fingerprint) {

  /** What is unique in the id. */
  public String unique() {
    return id.substring(id.indexOf('-') + 1);
  }

  /**
   * An id for a tool call whose provider gives none.
   *
   * @param index the place of the call in the answer, from 0
   */
  public String callId(int index) {
    return "call_" + unique() + "_" + index;
  }
}
