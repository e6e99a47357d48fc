package lab.dialect;

import org.jspecify.annotations.Nullable;

/**
 * The read half of a format: tells a sink what the bytes of one answer say, as they arrive. It
 * never invents an end: {@link AnswerSink#finish} is told only what the provider said. One thread
 * at a time.
 */
public interface AnswerSource {

  /** Takes the next bytes of the body; any cut is possible. */
  Read feed(byte[] bytes, AnswerSink sink);

  /** The body has ended. */
  Read end(AnswerSink sink);

  /** Bytes that have come and were not worked on yet. */
  int held();

  /**
   * What came of some bytes.
   *
   * @param progress whether a real event was in them: anything but signs of life
   * @param failure why the answer is broken, or null
   */
  record Read(boolean progress, @Nullable Failure failure) {}
}
