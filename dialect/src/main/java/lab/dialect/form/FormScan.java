package lab.dialect.form;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the parts of one form from front to back (RFC 7578), each byte once, and copies
 * nothing but the heads of parts.
 */
final class FormScan {
  /** RFC 2046 allows 70; some clients do not count. */
  static final int LONGEST_BOUNDARY = 200;

  /** More fields than any of these requests has. */
  private static final int MOST_PARTS = 1_000;

  /** Bytes of one part's head; a file's name is most of it. */
  private static final int LONGEST_HEAD = 8 * 1024;

  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

  private final byte[] body;

  /** A boundary inside the body, with the line end before it, which is its own. */
  private final byte[] between;

  private int at;
  private int parts;
  private boolean ended;

  /**
   * A part of the form.
   *
   * @param name its field; empty where its head names none
   * @param start where its value begins
   * @param end behind its value
   */
  record Part(String name, int start, int end) {}

  FormScan(byte[] body, String boundary) {
    this.body = body;
    this.between = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Where the first boundary begins, behind what stands before it; asked before {@link #next}. */
  int first() throws MalformedForm {
    int dashes = between.length - 2;
    boolean atOnce =
        body.length >= dashes && Arrays.equals(body, 0, dashes, between, 2, between.length);
    int lineEnd = atOnce ? -2 : find(between, 0, body.length);
    if (lineEnd == -1) {
      throw new MalformedForm("it has no boundary");
    }
    int first = lineEnd + 2;
    at = first + dashes;
    passBoundary();
    return first;
  }

  /** The next part; null behind the last. */
  @Nullable Part next() throws MalformedForm {
    if (ended) {
      return null;
    }
    if (++parts > MOST_PARTS) {
      throw new MalformedForm("it has more than " + MOST_PARTS + " parts");
    }
    // A part without a head begins with the empty line, whose line end is the boundary's.
    int limit = Math.min(body.length, at - 2 + LONGEST_HEAD + HEAD_END.length);
    int head = find(HEAD_END, at - 2, limit);
    if (head < 0) {
      throw new MalformedForm("a part's head does not end within " + LONGEST_HEAD + " bytes");
    }
    String name = name(new String(body, at, Math.max(0, head - at), StandardCharsets.UTF_8));
    int start = head + HEAD_END.length;
    int end = find(between, start, body.length);
    if (end < 0) {
      throw new MalformedForm("its last part does not end");
    }
    at = end + between.length;
    passBoundary();
    return new Part(name, start, end);
  }

  /** Behind a boundary: two dashes end the form, a line end begins a part. */
  private void passBoundary() throws MalformedForm {
    if (at + 1 < body.length && body[at] == '-' && body[at + 1] == '-') {
      ended = true;
      return;
    }
    while (at < body.length && (body[at] == ' ' || body[at] == '\t')) {
      at++;
    }
    if (at + 1 >= body.length || body[at] != '\r' || body[at + 1] != '\n') {
      throw new MalformedForm("a boundary is not alone on its line");
    }
    at += 2;
  }

  private static String name(String head) {
    for (String line : head.split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0
          && line.substring(0, colon)
              .strip()
              .toLowerCase(Locale.ROOT)
              .equals("content-disposition")) {
        return Parameters.of(line).getOrDefault("name", "");
      }
    }
    return "";
  }

  private int find(byte[] what, int from, int to) {
    int last = to - what.length;
    for (int i = from; i <= last; i++) {
      if (body[i] == '\r' && Arrays.equals(body, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }
}
