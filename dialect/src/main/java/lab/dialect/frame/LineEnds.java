package lab.dialect.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for the ends of lines, eight bytes at a time. */
final class LineEnds {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long FIRST_ABOVE_RETURN = ('\r' + 1) * ONES;

  private LineEnds() {}

  /** The first CR or LF from {@code from} on; {@code to} where there is none. */
  static int first(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      while (at + Long.BYTES <= to && !hasLow((long) EIGHT.get(bytes, at))) {
        at += Long.BYTES;
      }
      int stop = Math.min(at + Long.BYTES, to);
      for (; at < stop; at++) {
        if (bytes[at] == '\n' || bytes[at] == '\r') {
          return at;
        }
      }
    }
    return to;
  }

  /** Whether one of the bytes may be a control character up to CR; rarely wrong, never for a no. */
  private static boolean hasLow(long eight) {
    return ((eight - FIRST_ABOVE_RETURN) & ~eight & HIGH_BITS) != 0;
  }
}
