package lab.dialect.failure;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Opens error bodies that came compressed although plain ones were asked for. */
final class Gzip {
  private static final int PIECE = 4096;

  private Gzip() {}

  /**
   * The plain bytes, at most {@code limit} of them, or {@code body} itself where it is not gzip. Of
   * a body that was cut off, what can be read of it.
   */
  static byte[] opened(byte[] body, int limit) {
    if (body.length < 2 || (body[0] & 0xff) != 0x1f || (body[1] & 0xff) != 0x8b) {
      return body;
    }
    var plain = new ByteArrayOutputStream();
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] piece = new byte[PIECE];
      int read = 0;
      while (read >= 0 && plain.size() < limit) {
        plain.write(piece, 0, read);
        read = in.read(piece, 0, Math.min(PIECE, limit - plain.size()));
      }
    } catch (IOException cutOff) {
      // What was read until here is the best there is; the status decides the rest.
    }
    return plain.toByteArray();
  }
}
