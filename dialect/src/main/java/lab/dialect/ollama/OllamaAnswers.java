package lab.dialect.ollama;

import lab.dialect.AnswerForm;
import lab.dialect.AnswerHead;
import lab.dialect.AnswerWriter;
import lab.dialect.ClientAnswers;
import lab.dialect.ClientError;
import lab.dialect.WholeAnswer;
import lab.dialect.json.JsonBytes;

/**
 * Answers as Ollama's clients read them.
 *
 * @param path where the client asked
 */
record OllamaAnswers(OllamaPath path) implements ClientAnswers {

  @Override
  public AnswerWriter stream(AnswerForm form, AnswerHead head) {
    return new LineWriter(path, head, true);
  }

  @Override
  public AnswerWriter whole(AnswerForm form, AnswerHead head) {
    return new LineWriter(path, head, false);
  }

  @Override
  public WholeAnswer embeddings(WholeAnswer.Good openAi) {
    return NativeVectors.ofOpenAi(path, openAi);
  }

  @Override
  public byte[] errorEvents(ClientError error) {
    return new JsonBytes().raw(OllamaClient.error(error)).raw("\n").taken();
  }
}
