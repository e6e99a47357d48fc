package lab.app.e2e.provider;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The body of one answer without its framing. Broken framing is an {@link EOFException}. */
final class Body extends InputStream {
  private static final int HEX = 16;

  private final InputStream in;
  private final boolean chunked;
  private long left;
  private boolean ended;

  private Body(InputStream in, boolean chunked, long left) {
    this.in = in;
    this.chunked = chunked;
    this.left = left;
    this.ended = !chunked && left == 0;
  }

  static InputStream of(InputStream in, Map<String, String> headers) {
    String length = headers.get("content-length");
    if (length != null) {
      return new Body(in, false, Long.parseLong(length));
    }
    return "chunked".equals(headers.get("transfer-encoding")) ? new Body(in, true, 0) : in;
  }

  @Override
  public int read() throws IOException {
    if (ended) {
      return -1;
    }
    if (chunked && left == 0) {
      left = Long.parseLong(line(), HEX);
      if (left == 0) {
        ended = true;
        expectEmptyLine();
        return -1;
      }
    }
    int one = must(in.read());
    left--;
    if (left == 0) {
      if (chunked) {
        expectEmptyLine();
      } else {
        ended = true;
      }
    }
    return one;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int one = length == 0 ? -1 : read();
    if (one < 0) {
      return length == 0 ? 0 : -1;
    }
    into[offset] = (byte) one;
    // What of this chunk is there at once, but for its last byte, behind which the framing is.
    int more = (int) Math.min(Math.min(length - 1, left - 1), in.available());
    int read = more <= 0 ? 0 : Math.max(0, in.read(into, offset + 1, more));
    left -= read;
    return 1 + read;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int one = must(in.read()); one != '\n'; one = must(in.read())) {
      line.append((char) one);
    }
    return line.toString().strip();
  }

  private void expectEmptyLine() throws IOException {
    String line = line();
    if (!line.isEmpty()) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      throw new IOException("a chunk is followed by " + bytes.length + " bytes of something else");
    }
  }

  private static int must(int one) throws EOFException {
    if (one < 0) {
      throw new EOFException("the body broke off");
    }
    return one;
  }
}
