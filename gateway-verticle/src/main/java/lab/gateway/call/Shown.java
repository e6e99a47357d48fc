package lab.gateway.call;

import java.util.Locale;

/** A client's own words in a message to it. */
public final class Shown {
  private static final int LONGEST = 64;

  private Shown() {}

  /** The beginning of it, with escapes for what is no printable ASCII. */
  public static String of(String words) {
    StringBuilder shown = new StringBuilder();
    words
        .chars()
        .limit(LONGEST)
        .forEach(
            c -> {
              if (c >= ' ' && c <= '~') {
                shown.append((char) c);
              } else {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
              }
            });
    return words.length() > LONGEST ? shown.append("...").toString() : shown.toString();
  }
}
