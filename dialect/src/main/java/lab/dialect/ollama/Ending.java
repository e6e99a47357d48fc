package lab.dialect.ollama;

import lab.contract.FailureKind;
import lab.dialect.Failure;
import lab.dialect.Finish;
import org.jspecify.annotations.Nullable;

/** What the end of an answer means. */
final class Ending {
  private Ending() {}

  /** Why an end that is marked as one is none, or null where it is. */
  static @Nullable Failure fault(AnswerLine last) {
    return switch (last.doneReason()) {
      // The reason is left out of the JSON where it is empty.
      case "" -> Failure.of(FailureKind.SERVER, "the answer broke off: its end has no reason");
      case "load", "unload" ->
          Failure.of(
              FailureKind.SERVER,
              "the provider only did a " + last.doneReason() + " of the model and gave no answer");
      default -> null;
    };
  }

  /** What an end without a fault means. */
  static Finish of(AnswerLine last) {
    Finish.Reason reason =
        switch (last.doneReason()) {
          case "length" -> Finish.Reason.LENGTH;
          case "content_filter" -> Finish.Reason.FILTERED;
          default -> Finish.Reason.END;
        };
    return new Finish(reason, null, last.tokens());
  }

  /** The body ended and no end was marked. */
  static Failure missing() {
    return Failure.of(FailureKind.SERVER, "the answer ended without done");
  }

  /** What came is not what this provider says. */
  static Failure garbled() {
    return Failure.of(FailureKind.SERVER, "the answer is not of Ollama's form");
  }
}
