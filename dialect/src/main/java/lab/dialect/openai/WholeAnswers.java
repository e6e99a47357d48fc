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

/** Reads whole answers: one JSON object, changed only where it has to be. */
final class WholeAnswers {
  private WholeAnswers() {}

  static WholeAnswer read(Operation operation, byte[] body, Repair repair) {
    AnswerReader answer = new AnswerReader();
    try {
      answer.read(body, 0, body.length);
    } catch (MalformedJson malformed) {
      return bad("the provider's answer is not JSON: " + malformed.getMessage());
    }
    if (answer.hasFailed()) {
      return new WholeAnswer.Bad(FailureReader.ofObject(body));
    }
    if (answer.choices().haveFailedFinish()) {
      return bad("the provider ended the answer with finish_reason \"error\"");
    }
    if (operation.isPassed()) {
      return good(operation, body, answer, repair);
    }
    int wanted = operation == Operation.EMBEDDING ? AnswerReader.DATA : AnswerReader.CHOICES;
    if (!answer.isObject() || answer.kind(wanted) != JsonKind.ARRAY) {
      if (answer.isObject() && ErrorEvents.isBare(answer, body)) {
        return new WholeAnswer.Bad(ErrorEvents.failure(body));
      }
      String name = operation == Operation.EMBEDDING ? "data" : "choices";
      return bad("the provider's answer has no \"" + name + "\"");
    }
    return good(operation, body, answer, repair);
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

  private static WholeAnswer bad(String message) {
    return new WholeAnswer.Bad(Failure.of(FailureKind.SERVER, message));
  }
}
