package lab.gateway.peer;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;

/**
 * An answer under way between two nodes: frames of a letter, a length and so many bytes. First what
 * it is ({@link #HEAD}), then its pieces, then what is known at its end and its last piece; or the
 * word that it will never be complete.
 */
final class Frames {
  /** JSON: whether it is a stream, and whether that tells its usage. */
  static final byte HEAD = 'H';

  /** A piece that is not the last one. */
  static final byte PIECE = 'P';

  /** JSON: its usage, and how it is kept. */
  static final byte END = 'E';

  /** The last piece: it is complete. */
  static final byte LAST = 'L';

  /** It is lost. */
  static final byte LOST = 'X';

  /** As much as is held of an answer for others; who sends a longer frame is no node. */
  static final int LONGEST = 17 * 1024 * 1024;

  private static final int BEFORE = 1 + Integer.BYTES;

  /** Told frame by frame, in order. */
  interface Reading {
    void frame(byte kind, Buffer payload);

    /** What came is no frame. */
    void broken();
  }

  private Frames() {}

  static Buffer of(byte kind, Buffer payload) {
    return Buffer.buffer(BEFORE + payload.length())
        .appendByte(kind)
        .appendInt(payload.length())
        .appendBuffer(payload);
  }

  /** Takes bytes as they come. */
  static Handler<Buffer> reader(Reading reading) {
    RecordParser parser = RecordParser.newFixed(BEFORE);
    parser.handler(
        new Handler<>() {
          private byte kind;

          @Override
          public void handle(Buffer bytes) {
            if (kind == 0) {
              before(bytes);
            } else {
              byte complete = kind;
              kind = 0;
              parser.fixedSizeMode(BEFORE);
              reading.frame(complete, bytes);
            }
          }

          private void before(Buffer bytes) {
            int length = bytes.getInt(1);
            if (length < 1 || length > LONGEST) {
              reading.broken();
            } else {
              kind = bytes.getByte(0);
              parser.fixedSizeMode(length);
            }
          }
        });
    return parser;
  }
}
