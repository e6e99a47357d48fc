package lab.gateway.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import lab.contract.Candidate;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A kept answer as bytes that other nodes can read: compressed, with its key and a checksum. What
 * was damaged, or kept under another key, is none.
 */
final class Packed {
  private static final byte VERSION = 1;
  private static final int HEAD = 1 + Long.BYTES;

  /** More than any entry may have: bytes that claim more were not written here. */
  private static final int LARGEST = 32 * 1024 * 1024;

  private Packed() {}

  static byte[] pack(String key, StoredAnswer stored) {
    return packed(text(key, stored));
  }

  /** What is compressed of an answer. */
  static byte[] text(String key, StoredAnswer stored) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(stored.weight());
    try (DataOutputStream out = new DataOutputStream(text)) {
      write(out, key, stored);
    } catch (IOException memoryHasNone) {
      throw new UncheckedIOException(memoryHasNone);
    }
    return text.toByteArray();
  }

  /** The compressed form of a text, with its head. */
  static byte[] packed(byte[] text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.writeBytes(new byte[HEAD]);
    Deflater fast = new Deflater(Deflater.BEST_SPEED);
    try (OutputStream out = new DeflaterOutputStream(packed, fast)) {
      out.write(text);
    } catch (IOException memoryHasNone) {
      throw new UncheckedIOException(memoryHasNone);
    } finally {
      fast.end();
    }
    byte[] bytes = packed.toByteArray();
    var unused = ByteBuffer.wrap(bytes).put(VERSION).putLong(checksum(bytes));
    return bytes;
  }

  private static void write(DataOutputStream out, String key, StoredAnswer stored)
      throws IOException {
    Answer answer = stored.answer();
    out.writeUTF(key);
    out.writeUTF(stored.by().provider().value());
    out.writeUTF(stored.by().model().value());
    out.writeBoolean(stored.fallback());
    out.writeLong(stored.storedAt());
    out.writeLong(stored.keptFor().toMillis());
    out.writeLong(stored.took().toMillis());
    out.writeLong(answer.usage().promptTokens());
    out.writeLong(answer.usage().completionTokens());
    out.writeBoolean(answer.streamed());
    out.writeBoolean(answer.usageTold());
    out.writeInt(answer.pieces().size());
    for (byte[] piece : answer.pieces()) {
      out.writeInt(piece.length);
      out.write(piece);
    }
    write(out, stored.pace());
  }

  private static void write(DataOutputStream out, Pace pace) throws IOException {
    out.writeInt(pace.length());
    for (int piece = 0; piece < pace.length(); piece++) {
      out.writeShort(pace.before(piece));
    }
  }

  /** The answer that was packed under this key; null where it is not that. */
  static @Nullable StoredAnswer unpack(String key, byte[] bytes) {
    if (bytes.length < HEAD || bytes[0] != VERSION) {
      return null;
    }
    if (ByteBuffer.wrap(bytes).getLong(1) != checksum(bytes)) {
      return null;
    }
    var packed = new ByteArrayInputStream(bytes, HEAD, bytes.length - HEAD);
    try (DataInputStream in = new DataInputStream(new InflaterInputStream(packed))) {
      return in.readUTF().equals(key) ? read(in) : null;
    } catch (IOException | IllegalArgumentException damaged) {
      return null;
    }
  }

  private static StoredAnswer read(DataInputStream in) throws IOException {
    Candidate by =
        new Candidate(new ProviderName(in.readUTF()), new ModelName(in.readUTF()), "cache");
    boolean fallback = in.readBoolean();
    long storedAt = in.readLong();
    Duration keptFor = Duration.ofMillis(in.readLong());
    Duration took = Duration.ofMillis(in.readLong());
    Usage usage = new Usage(in.readLong(), in.readLong());
    Answer answer = new Answer(in.readBoolean(), in.readBoolean(), pieces(in), usage);
    return new StoredAnswer(answer, by, fallback, storedAt, keptFor, took, pace(in, answer));
  }

  /** Values that were kept before the pace was kept too end here. */
  private static Pace pace(DataInputStream in, Answer answer) throws IOException {
    int first = in.read();
    if (first < 0) {
      return Pace.UNKNOWN;
    }
    int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    if (length < 0 || length > answer.pieces().size()) {
      throw new IOException("a pace of " + length + " pieces");
    }
    int[] millis = new int[length];
    for (int piece = 0; piece < length; piece++) {
      millis[piece] = in.readUnsignedShort();
    }
    return Pace.of(millis);
  }

  private static List<byte[]> pieces(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<byte[]> pieces = new ArrayList<>();
    int room = LARGEST;
    for (int i = 0; i < count; i++) {
      int length = in.readInt();
      if (length < 0 || length > room) {
        throw new IOException("a piece of " + length + " bytes");
      }
      room -= length;
      byte[] piece = new byte[length];
      in.readFully(piece);
      pieces.add(piece);
    }
    if (pieces.isEmpty()) {
      throw new IOException("an answer of nothing");
    }
    return pieces;
  }

  private static long checksum(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, HEAD, bytes.length - HEAD);
    return checksum.getValue();
  }
}
