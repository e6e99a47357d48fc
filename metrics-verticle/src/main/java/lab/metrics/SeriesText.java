package lab.metrics;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Writes series in one of Prometheus' text forms. Labels come as text that was made once for each
 * series, so that a scrape of tens of thousands is a copy of it with numbers between. For one
 * scrape, on one thread.
 */
final class SeriesText {
  /** Characters that are held before they become bytes: small, so that it stays garbage at once. */
  private static final int HELD = 32 * 1024;

  /** Doubles have all whole numbers up to here. */
  private static final double MOST_WHOLE = 1L << 53;

  private final ByteArrayOutputStream out;
  private final boolean openMetrics;
  private final StringBuilder text = new StringBuilder(HELD + 1024);

  /**
   * @param openMetrics whether it is OpenMetrics, and not the plain text
   */
  SeriesText(ByteArrayOutputStream out, boolean openMetrics) {
    this.out = out;
    this.openMetrics = openMetrics;
  }

  /** Whether buckets show calls that fell into them. */
  boolean hasExamples() {
    return openMetrics;
  }

  /** The lines above the series of a family. */
  void head(Family family) {
    String name = openMetrics ? family.base() : family.name();
    if (openMetrics) {
      type(name, family.kind().name());
      help(name, family);
    } else {
      help(name, family);
      // The plain text has no type for what is always 1.
      type(name, family.kind() == Family.Kind.INFO ? "gauge" : family.kind().name());
    }
  }

  private void type(String name, String type) {
    add("# TYPE ").add(name).add(" ").add(type.toLowerCase(Locale.ROOT)).add("\n");
  }

  private void help(String name, Family family) {
    add("# HELP ").add(name).add(" ").add(family.help()).add("\n");
  }

  /** A number. */
  void line(Family family, String labels, double value) {
    add(family.name());
    if (!labels.isEmpty()) {
      add("{").add(labels).add("}");
    }
    add(" ");
    if (family.kind() == Family.Kind.INFO) {
      add((long) value).endLine();
    } else {
      add(value).endLine();
    }
  }

  /**
   * A count of a histogram's bucket.
   *
   * @param bound the text of the label {@code le}
   * @param example a call that fell into it, or empty
   */
  void bucket(Family family, String labels, String bound, long count, String example) {
    add(family.name()).add("_bucket{").add(labels);
    add(labels.isEmpty() ? "" : ",").add("le=\"").add(bound).add("\"} ").add(count);
    add(example).endLine();
  }

  /** What stands below a histogram's buckets. */
  void total(Family family, String labels, long count, double sum) {
    String braced = labels.isEmpty() ? " " : "{" + labels + "} ";
    add(family.name()).add("_count").add(braced).add(count).endLine();
    add(family.name()).add("_sum").add(braced).add(sum).endLine();
  }

  /** Everything is in the stream after this. */
  void flush() {
    out.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
    text.setLength(0);
  }

  private void endLine() {
    add("\n");
    if (text.length() > HELD) {
      flush();
    }
  }

  @CanIgnoreReturnValue
  private SeriesText add(String some) {
    text.append(some);
    return this;
  }

  @CanIgnoreReturnValue
  private SeriesText add(long number) {
    text.append(number);
    return this;
  }

  @CanIgnoreReturnValue
  private SeriesText add(double number) {
    long whole = (long) number;
    if (whole == number && Math.abs(number) < MOST_WHOLE) {
      return add(whole).add(".0");
    }
    return add(
        Double.isInfinite(number) ? (number > 0 ? "+Inf" : "-Inf") : Double.toString(number));
  }
}
