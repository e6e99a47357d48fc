package lab.gateway.ingress;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Bytes whose number is known only when the last has come. Memory grows with what is there, for a
 * length that is only announced costs its sender nothing; where all that was announced comes, the
 * array is just as long and is not copied once more.
 */
final class GrowingBytes {
  /** Nothing, and room for nothing. */
  static final GrowingBytes NONE = new GrowingBytes(0, 0);

  /** Given at once where so much is announced. */
  private static final int MOST_AHEAD = 32 * 1024;

  private static final int LEAST = 4 * 1024;

  private final int most;
  private byte[] bytes;
  private int length;

  private GrowingBytes(int most, int ahead) {
    this.most = most;
    this.bytes = new byte[ahead];
  }

  /**
   * None yet.
   *
   * @param announced that many will come, and never more
   */
  static GrowingBytes announced(int announced) {
    return new GrowingBytes(announced, Math.min(announced, MOST_AHEAD));
  }

  /**
   * None yet.
   *
   * @param most of which anything up to all may come
   */
  static GrowingBytes upTo(int most) {
    return new GrowingBytes(most, Math.min(most, LEAST));
  }

  int length() {
    return length;
  }

  /** Adds a piece, after which there must not be more than was said. */
  void append(Buffer piece) {
    int longer = length + piece.length();
    if (longer > bytes.length) {
      // Doubled, so that growing costs two copies of each byte at most, however many pieces come.
      bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(longer, 2L * bytes.length)));
    }
    piece.getBytes(bytes, length);
    length = longer;
  }

  /** All of them; nothing may be added afterwards. */
  byte[] toArray() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
