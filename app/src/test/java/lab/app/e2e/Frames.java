package lab.app.e2e;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client of HTTP/2 made of a socket: it sends exactly the frames that a test says. */
final class Frames implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 0x1;
  static final int END_HEADERS = 0x4;

  static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;
  private final DataInputStream in;

  /** A frame that came; its payload with a character for each byte. */
  record Frame(int type, int stream, String payload) {
    boolean says(String text) {
      return payload.contains(text);
    }
  }

  /** Connects, and says nothing yet. */
  Frames(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
    in = new DataInputStream(socket.getInputStream());
  }

  /** Connects, and says that it speaks HTTP/2. */
  static Frames begun(int port) throws IOException {
    return new Frames(port).raw(PREFACE).send(SETTINGS, 0, 0, new byte[0]);
  }

  @CanIgnoreReturnValue
  Frames raw(byte... bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  @CanIgnoreReturnValue
  Frames send(int type, int flags, int stream, byte[] payload) throws IOException {
    return raw(frame(type, flags, stream, payload));
  }

  /** A frame as it is sent. */
  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    for (int shift : new int[] {16, 8, 0}) {
      frame.write(payload.length >> shift);
    }
    frame.write(type);
    frame.write(flags);
    for (int shift : new int[] {24, 16, 8, 0}) {
      frame.write(stream >> shift);
    }
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  /** Sends a head that is all of its request. */
  @CanIgnoreReturnValue
  Frames head(int stream, String... namesAndValues) throws IOException {
    return send(HEADERS, END_STREAM | END_HEADERS, stream, packed(namesAndValues));
  }

  /** Sends the head of a request with a body. */
  @CanIgnoreReturnValue
  Frames headOfPost(int stream, String path) throws IOException {
    byte[] head =
        packed(
            ":method",
            "POST",
            ":scheme",
            "http",
            ":authority",
            "localhost",
            ":path",
            path,
            "content-type",
            "application/json");
    return send(HEADERS, END_HEADERS, stream, head);
  }

  /** Sends a whole request with JSON. */
  @CanIgnoreReturnValue
  Frames post(int stream, String path, String body) throws IOException {
    return headOfPost(stream, path)
        .send(DATA, END_STREAM, stream, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Names and values as HPACK has them where nothing is packed. */
  static byte[] packed(String... namesAndValues) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndValues.length; i++) {
      if (i % 2 == 0) {
        packed.write(0);
      }
      byte[] text = namesAndValues[i].getBytes(StandardCharsets.US_ASCII);
      length(text.length, packed);
      packed.writeBytes(text);
    }
    return packed.toByteArray();
  }

  private static void length(int length, ByteArrayOutputStream to) {
    if (length < 127) {
      to.write(length);
      return;
    }
    to.write(127);
    int rest = length - 127;
    for (; rest >= 128; rest >>= 7) {
      to.write((rest & 127) | 128);
    }
    to.write(rest);
  }

  /** The next frame of one of these types; others are passed over. */
  Frame next(int... types) throws IOException {
    while (true) {
      int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int unused = in.readUnsignedByte();
      int stream = in.readInt();
      String payload = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
      Frame frame = new Frame(type, stream, payload);
      for (int wanted : types) {
        if (wanted == type) {
          return frame;
        }
      }
    }
  }

  /** Waits until the other side has read all that was sent. */
  void isHeard() throws IOException {
    Frame unused = send(PING, 0, 0, new byte[8]).next(PING);
  }

  /** Waits for the other side to close, passing over what it says. */
  boolean closes() throws IOException {
    try {
      var unused = in.readAllBytes();
      return true;
    } catch (SocketTimeoutException open) {
      return false;
    }
  }

  /** Ends the connection as a machine does that has lost its power and comes back. */
  void breakOff() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
