package lab.dialect;

import lab.contract.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one streamed answer into what the client gets, as they arrive. One per
 * attempt, one thread at a time. After a {@link Step} with a failure or with {@code complete} it
 * gives nothing more: what still comes is dropped.
 *
 * <p>It never invents an end: a stream without its end marker ends in a failure, and the caller
 * tells the client. It never writes an error event itself.
 */
public interface AnswerStream {

  /**
   * Takes the next bytes of the body. Any cut is possible, inside an event, a line end or a
   * character.
   */
  Step feed(byte[] bytes);

  /** The body has ended. */
  Step end();

  /**
   * Bytes that have come and were not worked on yet, because what they belong to is incomplete: the
   * next step may have to work on all of them.
   */
  int held();

  /** The provider's token counts so far; {@link Usage#UNKNOWN} where it gave none. */
  Usage usage();

  /** What came of some bytes. */
  final class Step {
    /** No bytes. */
    public static final byte[] NOTHING = {};

    private final byte[] out;
    private final boolean progress;
    private final boolean content;
    private final boolean complete;
    private final @Nullable Failure failure;

    /**
     * @param out bytes for the client, whole events only; the very array that was fed where it
     *     passes untouched
     * @param progress whether a real event was in it: anything but comments
     * @param content whether the first content has been seen, in this step or before (first
     *     non-empty content, reasoning, refusal, tool call or finish reason)
     * @param complete whether the answer is complete and {@code out} carries its end marker
     * @param failure why the stream is broken, or null
     */
    public Step(
        byte[] out,
        boolean progress,
        boolean content,
        boolean complete,
        @Nullable Failure failure) {
      this.out = out;
      this.progress = progress;
      this.content = content;
      this.complete = complete;
      this.failure = failure;
    }

    public byte[] out() {
      return out;
    }

    public boolean progress() {
      return progress;
    }

    public boolean content() {
      return content;
    }

    public boolean complete() {
      return complete;
    }

    public @Nullable Failure failure() {
      return failure;
    }
  }
}
