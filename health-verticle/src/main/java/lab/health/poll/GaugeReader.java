package lab.health.poll;

import java.nio.charset.StandardCharsets;

/**
 * Reads single values out of the text that servers show to Prometheus: one pass over the bytes, and
 * nothing is kept of what nobody asks for. Lines that can not be read are passed over.
 */
final class GaugeReader {
  /** Takes what a line says. */
  interface Taker {
    /**
     * One value.
     *
     * @param name of the metric, without its labels
     * @param value finite
     */
    void take(String name, double value);
  }

  /** Names and values are shorter; the labels between them may be of any length. */
  private static final int LONGEST_WORD = 200;

  private final byte[] text;
  private final Taker taker;
  private int at;

  private GaugeReader(byte[] text, Taker taker) {
    this.text = text;
    this.taker = taker;
  }

  /** Reads all of it. */
  static void read(byte[] text, Taker taker) {
    GaugeReader reader = new GaugeReader(text, taker);
    while (reader.at < text.length) {
      reader.line();
    }
  }

  private void line() {
    int end = endOfLine();
    String name = text[at] == '#' ? "" : word(end, '{');
    if (at < end && text[at] == '{') {
      skipLabels(end);
    }
    if (!name.isEmpty()) {
      skipBlanks(end);
      tell(name, word(end, ' '));
    }
    at = end + 1;
  }

  private int endOfLine() {
    int end = at;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    return end;
  }

  /** Up to a blank or that byte; empty where it is too long to be one. */
  private String word(int end, char stop) {
    int start = at;
    while (at < end && text[at] != stop && text[at] > ' ') {
      at++;
    }
    return at - start > LONGEST_WORD
        ? ""
        : new String(text, start, at - start, StandardCharsets.US_ASCII);
  }

  /** To behind the brace that closes; a brace inside quotes closes nothing. */
  private void skipLabels(int end) {
    boolean quoted = false;
    while (at < end) {
      byte here = text[at++];
      if (quoted && here == '\\') {
        at = Math.min(at + 1, end);
      } else if (here == '"') {
        quoted = !quoted;
      } else if (here == '}' && !quoted) {
        return;
      }
    }
  }

  private void skipBlanks(int end) {
    while (at < end && text[at] <= ' ') {
      at++;
    }
  }

  private void tell(String name, String value) {
    try {
      double number = Double.parseDouble(value);
      if (Double.isFinite(number)) {
        taker.take(name, number);
      }
    } catch (NumberFormatException other) {
      // Not a line of this format.
    }
  }
}
