package lab.dialect;

import lab.contract.Operation;

/**
 * The form in which a client wants its answer: all that has to be known of the request when the
 * answer comes. Read once, with the request, so that nobody looks through a long prompt again.
 *
 * @param operation what was asked for
 * @param usageWanted whether a stream is to tell its usage
 * @param echo what is to stand before the text of a completion; mostly empty
 * @param base64 whether embeddings are to be base64 instead of lists of numbers
 * @param client how the answer is written for the client
 */
public record AnswerForm(
    Operation operation, boolean usageWanted, String echo, boolean base64, ClientAnswers client) {

  /** The form that needs to know nothing of the request's body. */
  public static AnswerForm of(InferenceCall call) {
    return new AnswerForm(call.operation(), call.usageWanted(), "", false, call.answers());
  }
}
