package lab.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers with units as people write them; null where a text is none. */
final class Quantities {
  private static final Pattern DECIMAL =
      Pattern.compile("(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d{1,3})?");
  private static final Pattern DURATION =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(ms|s|sec|m|min|h)?");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,12})\\s*(b|[kmg]i?b?)?");
  private static final Pattern PARAMETERS =
      Pattern.compile("(?:(\\d{1,4})x)?(\\d{1,6}(?:\\.\\d{1,6})?)\\s*([kmbt]?)");
  private static final BigDecimal LONGEST = BigDecimal.valueOf(7 * 24 * 3_600_000L);

  private Quantities() {}

  /** A finite number as YAML 1.1 writes it; base 60 ({@code 1:30}) is no number here. */
  static @Nullable Double number(String text) {
    String signed = text.replace("_", "");
    int sign = signed.startsWith("-") ? -1 : 1;
    String digits = signed.startsWith("-") || signed.startsWith("+") ? signed.substring(1) : signed;
    try {
      if (digits.matches("0[0-7]+")) {
        return (double) sign * Long.parseLong(digits, 8);
      }
      if (digits.startsWith("0x") || digits.startsWith("0b")) {
        int radix = digits.charAt(1) == 'x' ? 16 : 2;
        return (double) sign * Long.parseLong(digits.substring(2), radix);
      }
      // Narrower than Double.parseDouble, which takes NaN, 1d and 0x1p3 as well.
      if (!DECIMAL.matcher(digits).matches()) {
        return null;
      }
      double number = sign * Double.parseDouble(digits);
      return Double.isFinite(number) ? number : null;
    } catch (NumberFormatException none) {
      return null;
    }
  }

  /** Seconds, or a number with ms, s, m or h; more than 0, at most 7 days. */
  static @Nullable Duration duration(String text) {
    Matcher parts = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return null;
    }
    long unit =
        switch (parts.group(2) == null ? "s" : parts.group(2)) {
          case "ms" -> 1;
          case "m", "min" -> 60_000;
          case "h" -> 3_600_000;
          default -> 1_000;
        };
    BigDecimal millis = new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unit));
    boolean within = millis.compareTo(BigDecimal.ONE) >= 0 && millis.compareTo(LONGEST) <= 0;
    return within ? Duration.ofMillis(millis.longValue()) : null;
  }

  /** Bytes: plain, or with kB, MB, GB (thousands) or KiB, MiB, GiB (1,024s), in any case. */
  static @Nullable Long bytes(String text) {
    Matcher parts = BYTES.matcher(text.strip().replace("_", "").toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return null;
    }
    String unit = parts.group(2) == null ? "b" : parts.group(2);
    long step = unit.contains("i") ? 1_024 : 1_000;
    long bytes = Long.parseLong(parts.group(1));
    return switch (unit.charAt(0)) {
      case 'k' -> bytes * step;
      case 'm' -> bytes * step * step;
      case 'g' -> bytes > 1_000_000 ? null : bytes * step * step * step;
      default -> bytes;
    };
  }

  /** Billions of parameters: {@code 7.6B}, {@code 500M}, {@code 1T}, {@code 8x7B}; plain is B. */
  static @Nullable Double parameters(String text) {
    Matcher parts = PARAMETERS.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return null;
    }
    double experts = parts.group(1) == null ? 1 : Double.parseDouble(parts.group(1));
    double billions =
        switch (parts.group(3)) {
          case "k" -> 1e-6;
          case "m" -> 1e-3;
          case "t" -> 1e3;
          default -> 1;
        };
    double size = experts * Double.parseDouble(parts.group(2)) * billions;
    return size > 0 ? size : null;
  }
}
