package lab.testkit.script;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds whole HTTP/1.1 requests in the bytes of one connection. Just enough for a well-behaved
 * client: heads, {@code Content-Length} and chunked bodies, in any cuts.
 */
final class RequestParser {
  private static final int HEX = 16;

  private Buffer pending = Buffer.buffer();
  private @Nullable Head head;
  private Buffer body = Buffer.buffer();

  /** A request without what only its connection knows. */
  record Parsed(Head head, Buffer body) {}

  record Head(String text, String method, String path, Map<String, String> headers) {
    boolean chunked() {
      return headers.getOrDefault("transfer-encoding", "").endsWith("chunked");
    }

    int length() {
      return Integer.parseInt(headers.getOrDefault("content-length", "0"));
    }
  }

  /**
   * Takes the next bytes and gives the requests that are complete with them.
   *
   * @throws IllegalArgumentException if this is not HTTP/1.1
   */
  List<Parsed> feed(Buffer bytes) {
    pending.appendBuffer(bytes);
    List<Parsed> whole = new ArrayList<>();
    for (Parsed next = next(); next != null; next = next()) {
      whole.add(next);
    }
    return whole;
  }

  private @Nullable Parsed next() {
    Head current = head == null ? readHead() : head;
    head = current;
    if (current == null || !(current.chunked() ? readChunks() : readLength(current.length()))) {
      return null;
    }
    Parsed parsed = new Parsed(current, body);
    head = null;
    body = Buffer.buffer();
    return parsed;
  }

  private @Nullable Head readHead() {
    String text = lineUntil("\r\n\r\n");
    if (text == null) {
      return null;
    }
    String[] lines = text.split("\r\n", -1);
    String[] first = lines[0].split(" ", -1);
    if (first.length != 3 || !first[2].startsWith("HTTP/1.")) {
      throw new IllegalArgumentException("not a request line: " + lines[0]);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon <= 0) {
        throw new IllegalArgumentException("not a header: " + lines[i]);
      }
      headers.merge(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip(),
          (one, other) -> one + ", " + other);
    }
    return new Head(text, first[0], first[1], Map.copyOf(headers));
  }

  private boolean readLength(int length) {
    if (pending.length() < length) {
      return false;
    }
    body.appendBuffer(take(length));
    return true;
  }

  /** Moves the chunks that are complete into the body; true once the last one was seen. */
  private boolean readChunks() {
    while (true) {
      int end = indexOf("\r\n");
      if (end < 0) {
        return false;
      }
      String size = pending.getString(0, end).replaceFirst(";.*", "").strip();
      int length = Integer.parseInt(size, HEX);
      int whole = end + 2 + length + 2;
      if (pending.length() < whole) {
        return false;
      }
      body.appendBuffer(take(whole), end + 2, length);
      if (length == 0) {
        return true;
      }
    }
  }

  private @Nullable String lineUntil(String mark) {
    int end = indexOf(mark);
    return end < 0
        ? null
        : take(end + mark.length()).getString(0, end, StandardCharsets.ISO_8859_1.name());
  }

  private int indexOf(String mark) {
    byte[] wanted = mark.getBytes(StandardCharsets.ISO_8859_1);
    for (int at = 0; at + wanted.length <= pending.length(); at++) {
      int matched = 0;
      while (matched < wanted.length && pending.getByte(at + matched) == wanted[matched]) {
        matched++;
      }
      if (matched == wanted.length) {
        return at;
      }
    }
    return -1;
  }

  private Buffer take(int length) {
    Buffer taken = pending.getBuffer(0, length);
    pending = pending.getBuffer(length, pending.length());
    return taken;
  }
}
