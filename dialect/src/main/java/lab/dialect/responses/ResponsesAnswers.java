package lab.dialect.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import lab.dialect.AnswerForm;
import lab.dialect.AnswerHead;
import lab.dialect.AnswerWriter;
import lab.dialect.ClientAnswers;
import lab.dialect.ClientError;
import lab.dialect.WholeAnswer;
import lab.dialect.json.JsonBytes;
import org.jspecify.annotations.Nullable;

/** Answers to one request as clients of Responses read them. */
final class ResponsesAnswers implements ClientAnswers {
  private final ObjectNode asked;
  private final KeptResponses kept;

  /** Of the last attempt: it knows the number of the next event. */
  private @Nullable ResponseWriter last;

  /**
   * @param asked what a response repeats of its request
   */
  ResponsesAnswers(ObjectNode asked, KeptResponses kept) {
    this.asked = asked;
    this.kept = kept;
  }

  @Override
  public AnswerWriter stream(AnswerForm form, AnswerHead head) {
    ResponseWriter writer = writer(head, true);
    last = writer;
    return writer;
  }

  @Override
  public AnswerWriter whole(AnswerForm form, AnswerHead head) {
    return writer(head, false);
  }

  private ResponseWriter writer(AnswerHead head, boolean streamed) {
    return new ResponseWriter(new Output(head, asked, kept.newId()), kept, streamed);
  }

  @Override
  public WholeAnswer embeddings(WholeAnswer.Good openAi) {
    return openAi;
  }

  @Override
  public byte[] errorEvents(ClientError error) {
    JsonBytes event = new JsonBytes().raw("event: error\ndata: {\"type\":\"error\",\"code\":");
    event.string(error.code() == null ? error.type() : error.code());
    event.raw(",\"message\":").string(error.message()).raw(",\"param\":");
    if (error.param() == null) {
      event.raw("null");
    } else {
      event.string(error.param());
    }
    int number = last == null ? 0 : last.nextNumber();
    return event.raw(",\"sequence_number\":").number(number).raw("}\n\n").taken();
  }
}
