package lab.dialect.openai;

import lab.contract.FailureKind;
import lab.contract.Operation;
import lab.contract.Usage;
import lab.dialect.Failure;
import lab.dialect.WholeAnswer;
import lab.dialect.failure.FailureReader;
import lab.dialect.json.JsonKind;
import lab.dialect.json.MalformedJson;
import lab.dialect.json.Splice;
import org.jspecify.annotations.Nullable;

/** Reads whole answers: one JSON object, changed only where it has to be. */
final class WholeAnswers {
  private WholeAnswers() {}

  static WholeAnswer read(Operation operation, byte[] body, Repair repair) {
    AnswerReader answer = new AnswerReader();
    try {
      answer.read(body, 0, body.length);
    } catch (MalformedJson malformed) {
      return new WholeAnswer.Bad(notJson(malformed));
    }
    Failure fault = fault(operation, answer, body);
    return fault == null ? good(operation, body, answer, repair) : new WholeAnswer.Bad(fault);
  }

  private static @Nullable Failure fault(Operation operation, AnswerReader answer, byte[] body) {
    if (answer.hasFailed()) {
      return FailureReader.ofObject(body);
    }
    if (answer.choices().haveFailedFinish()) {
      return server("the provider ended the answer with finish_reason \"error\"");
    }
    int wanted = operation == Operation.EMBEDDING ? AnswerReader.DATA : AnswerReader.CHOICES;
    if (operation.isPassed() || (answer.isObject() && answer.kind(wanted) == JsonKind.ARRAY)) {
      return null;
    }
    if (answer.isObject() && ErrorEvents.isBare(answer, body)) {
      return ErrorEvents.failure(body);
    }
    String name = operation == Operation.EMBEDDING ? "data" : "choices";
    return server("the provider's answer has no \"" + name + "\"");
  }

  /** Why a chat is not all of an answer, or null where it is. */
  static @Nullable Failure lack(AnswerReader chat, byte[] body) {
    Failure fault = fault(Operation.CHAT, chat, body);
    return fault != null || hasEnds(chat.choices())
        ? fault
        : server("the provider's answer has no finish_reason");
  }

  private static WholeAnswer good(
      Operation operation, byte[] body, AnswerReader answer, Repair repair) {
    Splice splice = new Splice(body, 0, body.length);
    if (answer.isObject()) {
      repair.note(answer, body, splice);
    }
    return new WholeAnswer.Good(
        splice.isEmpty() ? body : splice.bytes(),
        answer.usage(Usage.UNKNOWN),
        operation == Operation.EMBEDDING || hasEnds(answer.choices()));
  }

  private static boolean hasEnds(ChoicesReader choices) {
    return choices.finished() != 0 && choices.finished() == choices.seen();
  }

  static Failure notJson(MalformedJson why) {
    return server("the provider's answer is not JSON: " + why.getMessage());
  }

  /** The provider is at fault. */
  static Failure server(String message) {
    return Failure.of(FailureKind.SERVER, message);
  }
}
