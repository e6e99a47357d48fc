package lab.dialect.openai;

import lab.dialect.AnswerForm;
import lab.dialect.AnswerHead;
import lab.dialect.AnswerWriter;
import lab.dialect.ClientAnswers;
import lab.dialect.ClientError;
import lab.dialect.WholeAnswer;

/** Answers as OpenAI's clients read them; the same for all calls. */
public final class OpenAiAnswers implements ClientAnswers {
  /** The only one. */
  public static final OpenAiAnswers ANSWERS = new OpenAiAnswers();

  private OpenAiAnswers() {}

  @Override
  public AnswerWriter stream(AnswerForm form, AnswerHead head) {
    return switch (form.operation()) {
      case CHAT -> new ChatChunks(head, form.usageWanted());
      case COMPLETION -> new TextChunks(form.echo(), head, form.usageWanted());
      default -> throw neverWritten();
    };
  }

  @Override
  public AnswerWriter whole(AnswerForm form, AnswerHead head) {
    return switch (form.operation()) {
      case CHAT -> WholeWriter.chat(head);
      case COMPLETION -> WholeWriter.completion(form.echo(), head);
      default -> throw neverWritten();
    };
  }

  private static IllegalArgumentException neverWritten() {
    return new IllegalArgumentException("only chats and completions are written event by event");
  }

  @Override
  public WholeAnswer embeddings(WholeAnswer.Good openAi) {
    return openAi;
  }

  @Override
  public byte[] errorEvents(ClientError error) {
    return OpenAiErrors.event(error.message(), error.type(), error.param(), error.code());
  }
}
