package lab.dialect;

/**
 * How the answers to one call are written for its client: the write half of a dialect. One per
 * call; its attempts use it one after the other.
 */
public interface ClientAnswers {

  /** Writes a streamed chat or completion. */
  AnswerWriter stream(AnswerForm form, AnswerHead head);

  /** Writes a chat or completion that is not streamed: all of it at its end. */
  AnswerWriter whole(AnswerForm form, AnswerHead head);

  /** Embeddings in OpenAI's form, put into the client's. */
  WholeAnswer embeddings(WholeAnswer.Good openAi);

  /** The last events of a stream that has begun and failed. */
  byte[] errorEvents(ClientError error);
}
