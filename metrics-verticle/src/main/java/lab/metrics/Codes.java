package lab.metrics;

import java.util.stream.IntStream;

/** The HTTP statuses that have a series of their own. */
final class Codes {
  private static final int[] KNOWN = {
    200, 204, 400, 401, 402, 403, 404, 405, 408, 409, 411, 413, 414, 415, 417, 422, 424, 429, 431,
    499, 500, 501, 502, 503, 504, 529
  };
  private static final String[] LABELS =
      IntStream.concat(IntStream.of(KNOWN), IntStream.of(-1))
          .mapToObj(code -> code < 0 ? "other" : Integer.toString(code))
          .toArray(String[]::new);

  /** How many there are, {@code other} included. */
  static final int COUNT = LABELS.length;

  private Codes() {}

  /** Its place, from 0. */
  static int place(int status) {
    for (int i = 0; i < KNOWN.length; i++) {
      if (KNOWN[i] == status) {
        return i;
      }
    }
    return KNOWN.length;
  }

  /** The value of a label. */
  static String label(int status) {
    return LABELS[place(status)];
  }
}
