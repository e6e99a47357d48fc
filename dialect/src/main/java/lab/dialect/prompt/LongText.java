package lab.dialect.prompt;

/**
 * Measures a long text by pieces between spaces: both its ends, and an eighth of what is between
 * them, for which the rest is taken to be alike.
 */
final class LongText {
  /** Longer texts, in bytes, are measured by pieces. */
  static final int MEASURED_WHOLE = 16 * 1024;

  private static final int AT_EACH_END = 2 * 1024;
  private static final int STRETCH = 4 * 1024;
  private static final int OF_A_STRETCH = STRETCH / 8;

  /** A text without a space in so many bytes is not cut. */
  private static final int FARTHEST_SPACE = 256;

  private LongText() {}

  static boolean isOne(int from, int to) {
    return to - from > MEASURED_WHOLE;
  }

  /** False, with nothing that counts added, where the text can not be cut. */
  static boolean add(TextMeter meter, byte[] json, int from, int to) {
    int first = behindSpace(json, from + AT_EACH_END);
    int last = behindSpace(json, to - AT_EACH_END);
    if (first < 0 || last < 0) {
      return false;
    }
    long before = meter.cost();
    long measured = 0;
    for (int at = first; at + STRETCH <= last; at += STRETCH) {
      int begin = behindSpace(json, at);
      int end = behindSpace(json, at + OF_A_STRETCH);
      if (begin < 0 || end < begin) {
        meter.setCost(before);
        return false;
      }
      meter.add(json, begin, end, false);
      measured += end - begin;
    }
    double share = (last - first) / (double) measured;
    meter.setCost(before + Math.round((meter.cost() - before) * share));
    meter.add(json, from, first, true);
    meter.add(json, last, to, false);
    return true;
  }

  /** A space is no part of an escape or of a character: a text may be cut behind it. */
  private static int behindSpace(byte[] json, int from) {
    for (int at = from; at < from + FARTHEST_SPACE; at++) {
      if (json[at] == ' ') {
        return at + 1;
      }
    }
    return -1;
  }
}
