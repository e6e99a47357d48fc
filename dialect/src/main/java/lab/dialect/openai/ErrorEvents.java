package lab.dialect.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import lab.dialect.Failure;
import lab.dialect.failure.FailureReader;
import lab.dialect.json.JsonText;
import lab.dialect.json.MalformedJson;

/** Errors that a stream tells in another form than as an object with {@code error} in it. */
final class ErrorEvents {
  private static final byte[] BARE = "\"error\"".getBytes(US_ASCII);
  private static final byte[] HEAD = "{\"error\":".getBytes(US_ASCII);

  private ErrorEvents() {}

  /** Whether a chunk is an error by itself: {@code {"object":"error","message":"x"}}. */
  static boolean isBare(AnswerReader chunk, byte[] json) {
    return chunk.kind(AnswerReader.OBJECT) != null
        && Arrays.equals(
            json,
            chunk.start(AnswerReader.OBJECT),
            chunk.end(AnswerReader.OBJECT),
            BARE,
            0,
            BARE.length);
  }

  /** What the data of an event means that is known to be an error; it may be anything. */
  static Failure failure(byte[] data) {
    AnswerReader read = new AnswerReader();
    try {
      read.read(data, 0, data.length);
    } catch (MalformedJson malformed) {
      return FailureReader.ofObject(wrapped(JsonText.quoted(new String(data, UTF_8))));
    }
    return FailureReader.ofObject(read.hasFailed() ? data : wrapped(data));
  }

  private static byte[] wrapped(byte[] error) {
    ByteArrayOutputStream object = new ByteArrayOutputStream(HEAD.length + error.length + 1);
    object.writeBytes(HEAD);
    object.writeBytes(error);
    object.write('}');
    return object.toByteArray();
  }
}
