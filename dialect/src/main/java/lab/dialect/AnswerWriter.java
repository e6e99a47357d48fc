package lab.dialect;

/** The write half of a format: makes a client's bytes of what a model answers. */
public interface AnswerWriter extends AnswerSink {

  /** The bytes written since the last time. */
  byte[] taken();

  /** Whether the client gets to see reasoning; where it does not, reasoning is no content. */
  default boolean showsReasoning() {
    return true;
  }

  /** About how many bytes of the answer it has gathered and not written yet. */
  int held();
}
