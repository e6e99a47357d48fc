package lab.dialect.ollama;

import java.util.function.LongSupplier;
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
 * @param nanos a clock that only goes forward
 * @param began when the request was read, by this clock
 */
record OllamaAnswers(OllamaPath path, LongSupplier nanos, long began) implements ClientAnswers {

  @Override
  public AnswerWriter stream(AnswerForm form, AnswerHead head) {
    return new LineWriter(path, head, new Durations(nanos, began), true);
  }

  @Override
  public AnswerWriter whole(AnswerForm form, AnswerHead head) {
    return new LineWriter(path, head, new Durations(nanos, began), false);
  }

  @Override
  public WholeAnswer embeddings(WholeAnswer.Good openAi) {
    return NativeVectors.ofOpenAi(path, openAi, new Durations(nanos, began).total());
  }

  @Override
  public byte[] errorEvents(ClientError error) {
    return new JsonBytes().raw(OllamaClient.error(error)).raw("\n").taken();
  }
}
