package lab.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
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
  static String text(ILoggingEvent line) {
    StringBuilder json = new StringBuilder(384).append('{');
    put(json, "timestamp", line.getInstant());
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
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        append(json, '\\');
        append(json, c);
      } else if (c < ' ' || c == 0x7f || Character.isSurrogate(c)) {
        append(json, String.format("\\u%04x", (int) c));
      } else {
        append(json, c);
      }
    }
    append(json, '"');
  }

  private static void append(StringBuilder json, char c) {
    StringBuilder unused = json.append(c);
  }

  private static void append(StringBuilder json, String text) {
    StringBuilder unused = json.append(text);
  }
}
