package lab.dialect.anthropic;

import lab.dialect.AnswerForm;
import lab.dialect.AnswerHead;
import lab.dialect.AnswerWriter;
import lab.dialect.ClientAnswers;
import lab.dialect.ClientError;
import lab.dialect.WholeAnswer;

/**
 * Answers as Anthropic's clients read them.
 *
 * @param promptTokens an estimate, for a stream's beginning where the provider counts at its end
 */
record AnthropicAnswers(int promptTokens) implements ClientAnswers {

  @Override
  public AnswerWriter stream(AnswerForm form, AnswerHead head) {
    return new MessageEvents(head, promptTokens);
  }

  @Override
  public AnswerWriter whole(AnswerForm form, AnswerHead head) {
    return new MessageWriter(head);
  }

  @Override
  public WholeAnswer embeddings(WholeAnswer.Good openAi) {
    return openAi;
  }

  @Override
  public byte[] errorEvents(ClientError error) {
    return AnthropicErrors.event(error);
  }
}
