package lab.dialect.ollama;

import java.util.function.LongSupplier;
import lab.dialect.json.JsonBytes;

/**
 * How long an answer took, as clients of Ollama divide its counts by: in nanoseconds since its
 * request was read, never 0. One per answer.
 */
final class Durations {
  private final LongSupplier nanos;
  private final long began;
  private long first;
  private boolean spoken;

  /**
   * @param nanos a clock that only goes forward
   * @param began when the request was read, by this clock
   */
  Durations(LongSupplier nanos, long began) {
    this.nanos = nanos;
    this.began = began;
  }

  /** Something of the answer has come. */
  void content() {
    if (!spoken) {
      spoken = true;
      first = nanos.getAsLong();
    }
  }

  /** All of it. */
  long total() {
    return atLeastOne(nanos.getAsLong() - began);
  }

  /** Writes the members of the last line that tell them, each with a comma behind it. */
  void writeTo(JsonBytes out) {
    content();
    long total = total();
    long prompt = atLeastOne(first - began);
    out.raw("\"total_duration\":").number(total);
    out.raw(",\"prompt_eval_duration\":").number(prompt);
    out.raw(",\"eval_duration\":").number(atLeastOne(total - prompt)).raw(",");
  }

  private static long atLeastOne(long nanos) {
    return Math.max(1, nanos);
  }
}
