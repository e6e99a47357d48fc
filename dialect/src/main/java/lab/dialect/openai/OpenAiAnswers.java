package lab.dialect.openai;

import lab.dialect.ClientAnswers;
import lab.dialect.ClientError;

/** Answers as OpenAI's clients read them; the same for all calls. */
final class OpenAiAnswers implements ClientAnswers {
  static final OpenAiAnswers ANSWERS = new OpenAiAnswers();

  private OpenAiAnswers() {}

  @Override
  public byte[] errorEvents(ClientError error) {
    return OpenAiErrors.event(error.message(), error.type(), error.param(), error.code());
  }
}
