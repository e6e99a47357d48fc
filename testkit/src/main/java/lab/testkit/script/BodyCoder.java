package lab.testkit.script;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Puts pieces of one body on the wire: compressed where wanted, then framed. */
final class BodyCoder {
  private final boolean chunked;
  private final ByteArrayOutputStream squeezed = new ByteArrayOutputStream();
  private final @Nullable GZIPOutputStream gzip;

  BodyCoder(Framing framing, boolean compressed) {
    this.chunked = framing instanceof Framing.Chunked;
    this.gzip = compressed ? gzipInto(squeezed) : null;
  }

  /** One piece, ready to send; empty where there is nothing to send. */
  Buffer piece(Buffer body) {
    return framed(compressed(body));
  }

  /** The end mark, with what a compressor held back; may be empty. */
  Buffer end() {
    Buffer rest = framed(finished());
    return chunked ? rest.appendString("0\r\n\r\n") : rest;
  }

  private Buffer framed(Buffer bytes) {
    // An empty chunk would be the end mark.
    if (!chunked || bytes.length() == 0) {
      return bytes.copy();
    }
    return Buffer.buffer(Integer.toHexString(bytes.length()))
        .appendString("\r\n")
        .appendBuffer(bytes)
        .appendString("\r\n");
  }

  private Buffer compressed(Buffer body) {
    if (gzip == null) {
      return body;
    }
    try {
      gzip.write(body.getBytes());
      gzip.flush();
      return taken();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private Buffer finished() {
    if (gzip == null) {
      return Buffer.buffer();
    }
    try {
      gzip.finish();
      return taken();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private Buffer taken() {
    Buffer bytes = Buffer.buffer(squeezed.toByteArray());
    squeezed.reset();
    return bytes;
  }

  private static GZIPOutputStream gzipInto(ByteArrayOutputStream out) {
    try {
      // Sync flush, so that every piece can be read as soon as it arrives.
      return new GZIPOutputStream(out, true);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
