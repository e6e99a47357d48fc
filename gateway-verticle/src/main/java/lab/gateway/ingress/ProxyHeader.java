package lab.gateway.ingress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy says before the first byte of its client: the PROXY protocol of HAProxy, in words
 * (version 1) or binary (version 2). Pure: moves no index of a buffer.
 */
final class ProxyHeader {
  /** More than any header in words has, its line end included. */
  static final int LONGEST_WORDS = 107;

  /** What follows the fixed part of a binary one; proxies add a few hundred bytes at most. */
  static final int LONGEST_REST = 4_096;

  private static final byte[] WORDS = "PROXY ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BINARY = ByteBufUtil.decodeHexDump("0d0a0d0a000d0a515549540a");
  private static final int FIXED = 16;

  private ProxyHeader() {}

  /** What the first bytes of a connection are. */
  sealed interface Said {
    /** The beginning of a header; more must come. */
    record More() implements Said {}

    /** No header. */
    record Nothing() implements Said {}

    /**
     * A header.
     *
     * @param client whom the proxy speaks for; null where it speaks for itself, or does not say
     * @param length bytes of it
     */
    record Client(@Nullable InetSocketAddress client, int length) implements Said {}
  }

  /** Reads what has come. */
  static Said of(ByteBuf bytes) {
    if (begins(bytes, WORDS)) {
      return bytes.readableBytes() < WORDS.length ? new Said.More() : words(bytes);
    }
    if (begins(bytes, BINARY)) {
      return bytes.readableBytes() < FIXED ? new Said.More() : binary(bytes);
    }
    return new Said.Nothing();
  }

  /** Whether as much as has come is the beginning of it. */
  private static boolean begins(ByteBuf bytes, byte[] of) {
    int length = Math.min(bytes.readableBytes(), of.length);
    for (int i = 0; i < length; i++) {
      if (bytes.getByte(bytes.readerIndex() + i) != of[i]) {
        return false;
      }
    }
    return true;
  }

  private static Said words(ByteBuf bytes) {
    int seen = Math.min(bytes.readableBytes(), LONGEST_WORDS);
    int end = bytes.indexOf(bytes.readerIndex(), bytes.readerIndex() + seen, (byte) '\n');
    if (end < 0) {
      return seen < LONGEST_WORDS ? new Said.More() : new Said.Nothing();
    }
    int length = end + 1 - bytes.readerIndex();
    String line = bytes.toString(bytes.readerIndex(), length, StandardCharsets.ISO_8859_1);
    String[] said = line.endsWith("\r\n") ? line.strip().split(" ", -1) : new String[0];
    if (said.length > 1 && said[1].equals("UNKNOWN")) {
      return new Said.Client(null, length);
    }
    InetSocketAddress client = said.length == 6 ? client(said) : null;
    return client == null ? new Said.Nothing() : new Said.Client(client, length);
  }

  private static @Nullable InetSocketAddress client(String[] said) {
    try {
      InetAddress address = InetAddress.ofLiteral(said[2]);
      boolean fits = said[1].equals(address instanceof Inet4Address ? "TCP4" : "TCP6");
      return fits ? new InetSocketAddress(address, Integer.parseInt(said[4])) : null;
    } catch (IllegalArgumentException noAddress) {
      return null;
    }
  }

  private static Said binary(ByteBuf bytes) {
    int at = bytes.readerIndex() + BINARY.length;
    int command = bytes.getUnsignedByte(at);
    int rest = bytes.getUnsignedShort(at + 2);
    if (command >> 4 != 2 || (command & 0xf) > 1 || rest > LONGEST_REST) {
      return new Said.Nothing();
    }
    if (bytes.readableBytes() < FIXED + rest) {
      return new Said.More();
    }
    boolean itself = (command & 0xf) == 0;
    return switch (itself ? 0 : bytes.getUnsignedByte(at + 1)) {
      case 0x11 -> client(bytes, 4, rest);
      case 0x21 -> client(bytes, 16, rest);
      case 0x00, 0x31 -> new Said.Client(null, FIXED + rest); // It does not say; or a Unix socket.
      default -> new Said.Nothing();
    };
  }

  /** Both addresses, then both ports. */
  private static Said client(ByteBuf bytes, int size, int rest) {
    if (rest < 2 * size + 4) {
      return new Said.Nothing();
    }
    int at = bytes.readerIndex() + FIXED;
    byte[] address = new byte[size];
    ByteBuf unused = bytes.getBytes(at, address);
    try {
      InetAddress client = InetAddress.getByAddress(address);
      int port = bytes.getUnsignedShort(at + 2 * size);
      return new Said.Client(new InetSocketAddress(client, port), FIXED + rest);
    } catch (UnknownHostException never) {
      throw new IllegalStateException(never); // It is thrown for other sizes only.
    }
  }
}
