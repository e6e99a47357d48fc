package lab.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line, with a space after each colon and comma. {@code event} is the message of
 * this program's own lines in one word; what libraries say is a {@code message}. Not safe on
 * several threads.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};
  private static final String OURS = "lab.";

  /** Characters of ASCII that need no escape. */
  private static final boolean[] PLAIN = plain();

  /** The line under way; its room serves for all. */
  private final StringBuilder json = new StringBuilder(1024);

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
    json.setLength(0);
    add("{");
    put("timestamp", instant(line.getTimeStamp()));
    put("level", line.getLevel());
    if (line.getLoggerName().startsWith(OURS)) {
      put("event", line.getMessage().replace(' ', '_'));
    } else {
      put("event", "library");
      put("message", line.getFormattedMessage());
    }
    put("logger", line.getLoggerName());
    List<KeyValuePair> pairs = line.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> put(pair.key, pair.value));
    }
    if (line.getThrowableProxy() != null) {
      put("trace", Trace.of(line.getThrowableProxy(), " | "));
    }
    return add("}\n").json.toString();
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

  private void put(String name, @Nullable Object value) {
    if (json.length() > 1) {
      add(", ");
    }
    // Names are the program's own: nothing in them needs an escape.
    add("\"").add(name).add("\": ");
    if (value instanceof Integer || value instanceof Long) {
      json.append(((Number) value).longValue());
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      add(String.valueOf(value));
    } else {
      quote(value.toString());
    }
  }

  private void quote(String text) {
    int clean = clean(text);
    add("\"");
    json.append(text, 0, clean);
    for (int i = clean; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        json.append(c);
      } else if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else {
        add(String.format("\\u%04x", (int) c));
      }
    }
    add("\"");
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
    return c < PLAIN.length ? PLAIN[c] : !Character.isSurrogate(c);
  }

  private static boolean[] plain() {
    boolean[] plain = new boolean[128];
    Arrays.fill(plain, ' ', 0x7f, true);
    plain['"'] = false;
    plain['\\'] = false;
    return plain;
  }

  @CanIgnoreReturnValue
  private JsonLines add(String text) {
    json.append(text);
    return this;
  }
}
