package lab.testkit.script;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A blocking socket that sends and reads exactly what a test says. */
final class RawClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Socket socket;

  RawClient(ScriptedProvider provider) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), provider.port());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.setTcpNoDelay(true);
  }

  /** Sends bytes as they are. */
  @CanIgnoreReturnValue
  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Sends a small request with a body. */
  @CanIgnoreReturnValue
  RawClient post(String path, String body) throws IOException {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return send(
        "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n" + body);
  }

  /** Everything up to and including this text. */
  @CanIgnoreReturnValue
  String readThrough(String mark) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    while (!read.toString(StandardCharsets.UTF_8).endsWith(mark)) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("ended after: " + read.toString(StandardCharsets.UTF_8));
      }
      read.write(next);
    }
    return read.toString(StandardCharsets.UTF_8);
  }

  /** Everything until the peer closes in order. */
  @CanIgnoreReturnValue
  byte[] readAll() throws IOException {
    return socket.getInputStream().readAllBytes();
  }

  /** Everything until the peer closes in order, as text. */
  String readText() throws IOException {
    return new String(readAll(), StandardCharsets.UTF_8);
  }

  /** Whether nothing comes for this long although the connection stays. */
  boolean hearsNothingFor(Duration time) throws IOException {
    socket.setSoTimeout((int) time.toMillis());
    try {
      int next = socket.getInputStream().read();
      throw new IOException("heard " + next);
    } catch (SocketTimeoutException nothing) {
      return true;
    } finally {
      socket.setSoTimeout((int) PATIENCE.toMillis());
    }
  }

  /** The next close of this socket is a reset. */
  @CanIgnoreReturnValue
  RawClient lingerNot() throws IOException {
    socket.setSoLinger(true, 0);
    return this;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
