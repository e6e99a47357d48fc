package lab.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line, with a space after each colon and comma. {@code event} is the message of
 * this program's own lines in one word; what libraries say is a {@code message}.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};
  private static final String OURS = "lab.";

  /** Thousands of lines have the same one, and it is most of the work of a timestamp. */
  private Second last = new Second(0, "1970-01-01T00:00:00");

  private record Second(long second, String text) {}

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent line) {
    return text(line).getBytes(StandardCharsets.UTF_8);
  }

  /** The line with its end. */
  String text(ILoggingEvent line) {
    StringBuilder json = new StringBuilder(640).append('{');
    put(json, "timestamp", instant(line.getTimeStamp()));
    put(json, "level", line.getLevel());
    if (line.getLoggerName().startsWith(OURS)) {
      put(json, "event", line.getMessage().replace(' ', '_'));
    } else {
      put(json, "event", "library");
      put(json, "message", line.getFormattedMessage());
    }
    put(json, "logger", line.getLoggerName());
    List<KeyValuePair> pairs = line.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> put(json, pair.key, pair.value));
    }
    if (line.getThrowableProxy() != null) {
      put(json, "trace", Trace.of(line.getThrowableProxy(), " | "));
    }
    return json.append("}\n").toString();
  }

  /** To the millisecond, however round it is. */
  private String instant(long atMillis) {
    long second = Math.floorDiv(atMillis, 1000);
    Second now = last;
    if (now.second != second) {
      // 2026-11-21T22:31:07Z, without its last letter.
      String text = Instant.ofEpochSecond(second).toString();
      now = new Second(second, text.substring(0, text.length() - 1));
      last = now;
    }
    int millis = Math.floorMod(atMillis, 1000);
    return now.text + (millis < 10 ? ".00" : millis < 100 ? ".0" : ".") + millis + "Z";
  }

  private static void put(StringBuilder json, String name, @Nullable Object value) {
    if (json.length() > 1) {
      append(json, ", ");
    }
    quote(json, name);
    append(json, ": ");
    if (value == null || value instanceof Number || value instanceof Boolean) {
      append(json, String.valueOf(value));
    } else {
      quote(json, value.toString());
    }
  }

  private static void quote(StringBuilder json, String text) {
    append(json, '"');
    int clean = clean(text);
    StringBuilder unused = json.append(text, 0, clean);
    for (int i = clean; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        append(json, '\\');
        append(json, c);
      } else if (isPlain(c)) {
        append(json, c);
      } else {
        append(json, String.format("\\u%04x", (int) c));
      }
    }
    append(json, '"');
  }

  /** How many characters at its beginning can stay as they are: nearly always all. */
  private static int clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPlain(text.charAt(i))) {
        return i;
      }
    }
    return text.length();
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c != '"' && c != '\\' && c != 0x7f && !Character.isSurrogate(c);
  }

  private static void append(StringBuilder json, char c) {
    StringBuilder unused = json.append(c);
  }

  private static void append(StringBuilder json, String text) {
    StringBuilder unused = json.append(text);
  }
}
