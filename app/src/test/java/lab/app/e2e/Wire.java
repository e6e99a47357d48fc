package lab.app.e2e;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client made of a socket: it sends exactly what a test says and reads one answer at a time. */
final class Wire implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Socket socket;
  private final InputStream in;

  Wire(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * A client that takes only so much before it reads.
   *
   * @param buffer bytes that its system keeps for it
   */
  Wire(int port, int buffer) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(buffer);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout((int) PATIENCE.toMillis());
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends and reads one answer on a connection of its own. */
  static Answer ask(int port, String request) throws IOException {
    try (Wire wire = new Wire(port)) {
      return wire.send(request).answer();
    }
  }

  /** A request without a body. */
  static String head(String method, String path) {
    return method + " " + path + " HTTP/1.1\r\nhost: x\r\n\r\n";
  }

  /** A request with JSON and its length. */
  static String post(String path, String body) {
    return post(path, "content-type: application/json\r\n", body);
  }

  /**
   * A request with a body and its length.
   *
   * @param headers each with its line end
   */
  static String post(String path, String headers, String body) {
    return "POST "
        + path
        + " HTTP/1.1\r\nhost: x\r\n"
        + headers
        + "content-length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }

  /** Lines of a head, each with its line end. */
  static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n";
  }

  @CanIgnoreReturnValue
  Wire send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  @CanIgnoreReturnValue
  Wire send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Sends as much as the other side takes: it may close in the middle, which is no failure. */
  @CanIgnoreReturnValue
  Wire sendWhileItIsTaken(byte[] bytes) throws IOException {
    try {
      socket.getOutputStream().write(bytes);
    } catch (SocketException closed) {
      // What it answered is still there to be read.
    }
    return this;
  }

  /** Waits so long for each byte of an answer, instead of the usual. */
  @CanIgnoreReturnValue
  Wire patient(Duration patience) throws IOException {
    socket.setSoTimeout((int) patience.toMillis());
    return this;
  }

  /** Says that nothing more will be sent; answers can still be read. */
  void endSending() throws IOException {
    socket.shutdownOutput();
  }

  /** The next answer. */
  Answer answer() throws IOException {
    return answer(true);
  }

  /** The next answer, which has no body because it answers a HEAD. */
  Answer answerToHead() throws IOException {
    return answer(false);
  }

  private Answer answer(boolean withBody) throws IOException {
    String statusLine = line();
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (one, other) -> one + ", " + other);
    }
    int status = Integer.parseInt(statusLine.substring(9, 12));
    boolean bodiless = !withBody || status < 200 || status == 204 || status == 304;
    return new Answer(status, headers, bodiless ? "" : body(headers));
  }

  private String body(Map<String, String> headers) throws IOException {
    String length = headers.get("content-length");
    if (length != null) {
      return new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
    }
    if (!"chunked".equals(headers.get("transfer-encoding"))) {
      return rest();
    }
    StringBuilder body = new StringBuilder();
    for (int size = size(); size > 0; size = size()) {
      body.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
      line();
    }
    line();
    return body.toString();
  }

  private int size() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  @CanIgnoreReturnValue
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("closed after: " + line);
      }
      line.append((char) next);
    }
    return line.substring(0, line.length() - 1);
  }

  /** Everything until the other side closes. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /**
   * Everything until the other side closes or resets; where nothing comes for a moment, it is told
   * that nothing more will be sent, and has to close then.
   */
  String allUntilClosed(Duration moment) throws IOException {
    return allUntilClosed(moment, PATIENCE);
  }

  /**
   * The same, with another patience than the usual.
   *
   * @param patience for each byte, or the end, once it was told
   */
  String allUntilClosed(Duration moment, Duration patience) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.setSoTimeout((int) moment.toMillis());
      try {
        in.transferTo(all);
      } catch (SocketTimeoutException waits) {
        endSending();
        socket.setSoTimeout((int) patience.toMillis());
        in.transferTo(all);
      }
    } catch (SocketTimeoutException hangs) {
      throw hangs;
    } catch (SocketException reset) {
      // As good as closed: what came before it has been read.
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** Waits for the other side to close, and says whether it did without another byte. */
  boolean closes() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Reads an answer that tells its length, and says how many bytes of it came. */
  long readsBytes() throws IOException {
    long length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Long.parseLong(line.substring(15).strip());
      }
    }
    long bytes = 0;
    byte[] some = new byte[64 * 1024];
    while (bytes < length) {
      int came = in.read(some);
      if (came < 0) {
        return bytes;
      }
      bytes += came;
    }
    return bytes;
  }

  /** Takes one byte of what comes, and says whether one came. */
  boolean hearsAByte() throws IOException {
    return socket.getInputStream().read() >= 0;
  }

  /** Reads all that still comes, and says how many bytes that was. */
  long readsOnUntilClosed() throws IOException {
    long bytes = 0;
    byte[] some = new byte[64 * 1024];
    try {
      for (int came = in.read(some); came >= 0; came = in.read(some)) {
        bytes += came;
      }
    } catch (SocketException reset) {
      // As good as closed.
    }
    return bytes;
  }

  /** Reads one whole answer, and says whether it came to its end. */
  boolean readsToTheEnd() throws IOException {
    try {
      return answer().status() > 0;
    } catch (EOFException | SocketException cut) {
      return false;
    }
  }

  /** Whether nothing comes for this long although the connection stays. */
  boolean hearsNothingFor(Duration time) throws IOException {
    socket.setSoTimeout((int) time.toMillis());
    try {
      return in.read() == Integer.MIN_VALUE;
    } catch (SocketTimeoutException nothing) {
      return true;
    } finally {
      socket.setSoTimeout((int) PATIENCE.toMillis());
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
