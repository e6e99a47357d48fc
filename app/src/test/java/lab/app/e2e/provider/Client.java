package lab.app.e2e.provider;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A client on a raw socket: it sees exactly what comes, and a body that does not end as its framing
 * says is an {@link EOFException}.
 */
final class Client implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5_000;

  private final Socket socket;
  private final InputStream in;
  private InputStream body = InputStream.nullInputStream();

  private Client(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
  }

  static Client to(int port) throws IOException {
    return connected(new Socket(), port);
  }

  /** One whose system takes no more than about this many bytes before the client reads. */
  static Client takingAtMost(int bytes, int port) throws IOException {
    Socket small = new Socket();
    small.setReceiveBufferSize(bytes);
    return connected(small, port);
  }

  private static Client connected(Socket socket, int port) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    return new Client(socket);
  }

  /** Sends a POST of JSON with these further header lines. */
  Client post(String path, String json, String... headers) throws IOException {
    return post(path, "application/json", json.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** Sends a POST of this content. */
  Client post(String path, String type, byte[] content, String... headers) throws IOException {
    StringBuilder head =
        new StringBuilder("POST ").append(path).append(" HTTP/1.1\r\nhost: lab\r\n");
    head.append("content-type: ").append(type).append("\r\n");
    head.append("content-length: ").append(content.length).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream whole = new ByteArrayOutputStream(start.length + content.length);
    whole.write(start);
    whole.write(content);
    socket.getOutputStream().write(whole.toByteArray());
    return this;
  }

  /** Sends a GET with these further header lines. */
  Client get(String path, String... headers) throws IOException {
    return bare("GET", path, headers);
  }

  /** Sends a DELETE with these further header lines. */
  Client delete(String path, String... headers) throws IOException {
    return bare("DELETE", path, headers);
  }

  private Client bare(String method, String path, String... headers) throws IOException {
    StringBuilder head =
        new StringBuilder(method).append(' ').append(path).append(" HTTP/1.1\r\nhost: lab\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Asks for a chat. */
  Client chat(String json, String... headers) throws IOException {
    return post("/v1/chat/completions", json, headers);
  }

  /** Reads the head of the answer; its body is still to come. */
  Answer head() throws IOException {
    String[] lines = headText().split("\r\n", -1);
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    body = Body.of(in, headers);
    return new Answer(Integer.parseInt(lines[0].split(" ", -1)[1]), headers, "");
  }

  private String headText() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int one = in.read();
      if (one < 0) {
        throw new EOFException("closed inside the head: " + head);
      }
      head.write(one);
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    return text.substring(0, text.length() - 4);
  }

  /** The next event, with its blank line; empty at the proper end of the body. */
  String event() throws IOException {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    int last = 0;
    for (int one = body.read(); one >= 0; one = body.read()) {
      event.write(one);
      if (one == '\n' && last == '\n') {
        break;
      }
      last = one;
    }
    return event.toString(StandardCharsets.UTF_8);
  }

  /** Reads past so many bytes of the body. */
  void skip(long bytes) throws IOException {
    body.skipNBytes(bytes);
  }

  /** The rest of the body, to its proper end. */
  String rest() throws IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** The same as it is. */
  byte[] bytes() throws IOException {
    return body.readAllBytes();
  }

  /** The whole answer. */
  Answer answer() throws IOException {
    Answer head = head();
    return new Answer(head.status(), head.headers(), rest());
  }

  /** Whether nothing at all comes for this long. */
  boolean hearsNothingFor(Duration time) throws IOException {
    socket.setSoTimeout((int) time.toMillis());
    try {
      in.mark(1);
      int unused = in.read();
      in.reset();
      return false;
    } catch (SocketTimeoutException silence) {
      return true;
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  /** Ends its own direction and still listens. */
  void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  /** Leaves with a reset, as a killed process with unread data does. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Leaves in order. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
