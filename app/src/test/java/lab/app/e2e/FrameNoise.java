package lab.app.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;

/** What nobody should send on a connection of HTTP/2; the same for the same seed. */
final class FrameNoise {
  /** As many as push more than one limit of a connection, and few enough to be quick. */
  private static final int FLOOD = 1_200;

  private static final int LONGEST = 2_000;

  /** The largest number of a stream. */
  private static final int LAST = Integer.MAX_VALUE;

  private final SplittableRandom random;

  FrameNoise(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** All that one client sends, its preface included; at most some hundred thousand bytes. */
  byte[] connection() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(Frames.PREFACE);
    int kind = random.nextInt(8);
    if (kind > 0) {
      all.writeBytes(Frames.frame(Frames.SETTINGS, 0, 0, new byte[0]));
    }
    switch (kind) {
      case 0, 1 -> all.writeBytes(bytes(LONGEST));
      case 2 -> someFrames(all);
      case 3 -> garbledHeads(all);
      case 4 -> continued(all);
      case 5 -> resets(all);
      case 6 -> sameAgain(all);
      default -> {
        goodOnes(all);
        if (random.nextBoolean()) {
          someFrames(all);
        }
      }
    }
    return damaged(all.toByteArray());
  }

  private byte[] bytes(int below) {
    byte[] bytes = new byte[random.nextInt(below)];
    random.nextBytes(bytes);
    return bytes;
  }

  /**
   * A part is cut off somewhere, some of it before HTTP/2 or anything at all is spoken, and a part
   * has other bytes in some places.
   */
  private byte[] damaged(byte[] all) {
    int start = Frames.PREFACE.length;
    switch (random.nextInt(8)) {
      case 0 -> {
        return Arrays.copyOf(all, random.nextInt(start));
      }
      case 1, 2 -> {
        return Arrays.copyOf(all, random.nextInt(start, all.length + 1));
      }
      case 3, 4 -> {
        for (int i = random.nextInt(1, 5); i > 0 && all.length > start; i--) {
          all[random.nextInt(start, all.length)] = (byte) random.nextInt();
        }
      }
      default -> {}
    }
    return all;
  }

  /** Known types and others; streams that are open, that are not, and the connection itself. */
  private byte[] frame() {
    int type = random.nextInt(random.nextInt(8) == 0 ? 256 : 10);
    int stream =
        switch (random.nextInt(4)) {
          case 0 -> 0;
          case 1 -> random.nextInt();
          default -> random.nextInt(12);
        };
    int[] usual = {4, 8, 5, 0, 6 * random.nextInt(4)};
    boolean fits = random.nextBoolean();
    byte[] payload = fits ? bytes(usual[random.nextInt(usual.length)] + 1) : bytes(LONGEST);
    return Frames.frame(type, random.nextInt(256), stream, payload);
  }

  private void someFrames(ByteArrayOutputStream to) {
    for (int i = random.nextInt(1, 40); i > 0; i--) {
      to.writeBytes(frame());
    }
  }

  private void sameAgain(ByteArrayOutputStream to) {
    byte[] frame = frame();
    for (int i = random.nextInt(Math.min(FLOOD, 200_000 / frame.length)); i > 0; i--) {
      to.writeBytes(frame);
    }
  }

  private void garbledHeads(ByteArrayOutputStream to) {
    for (int i = 0, stream = 1; i < random.nextInt(1, 20); i++, stream += 2) {
      byte[] head = random.nextBoolean() ? bytes(300) : health();
      if (random.nextBoolean() && head.length > 0) {
        head[random.nextInt(head.length)] ^= (byte) (1 << random.nextInt(8));
      }
      int flags = Frames.END_HEADERS | random.nextInt(2);
      to.writeBytes(Frames.frame(Frames.HEADERS, flags, stream, head));
    }
  }

  private void continued(ByteArrayOutputStream to) {
    to.writeBytes(Frames.frame(Frames.HEADERS, 0, 1, health()));
    int each = random.nextInt(3) * random.nextInt(1, 100);
    for (int i = random.nextInt(FLOOD); i > 0; i--) {
      byte[] more = each == 0 ? new byte[0] : Frames.packed("x-more", "y".repeat(each));
      to.writeBytes(Frames.frame(Frames.CONTINUATION, 0, 1, more));
    }
    to.writeBytes(Frames.frame(Frames.CONTINUATION, Frames.END_HEADERS, 1, new byte[0]));
  }

  private void resets(ByteArrayOutputStream to) {
    int streams = random.nextInt(1, FLOOD);
    for (int stream = 1; stream < 2 * streams; stream += 2) {
      to.writeBytes(Frames.frame(Frames.HEADERS, Frames.END_HEADERS, stream, health()));
      byte[] why = {0, 0, 0, (byte) random.nextInt(14)};
      to.writeBytes(Frames.frame(Frames.RST_STREAM, 0, stream, why));
    }
  }

  /** Requests as they should be, with a body or without, whose streams need not end. */
  private void goodOnes(ByteArrayOutputStream to) {
    int stream = random.nextInt(10) == 0 ? LAST - 8 : 1;
    for (int i = random.nextInt(1, 5); i > 0; i--, stream += 2) {
      int end = random.nextInt(4) == 0 ? 0 : Frames.END_STREAM;
      if (random.nextBoolean()) {
        to.writeBytes(Frames.frame(Frames.HEADERS, Frames.END_HEADERS | end, stream, health()));
      } else {
        byte[] head = head("POST", WithScriptedNode.CHAT);
        byte[] body = WithScriptedNode.HELLO.getBytes(UTF_8);
        to.writeBytes(Frames.frame(Frames.HEADERS, Frames.END_HEADERS, stream, head));
        to.writeBytes(Frames.frame(Frames.DATA, end, stream, body));
      }
    }
  }

  private static byte[] health() {
    return head("GET", "/health/liveness");
  }

  private static byte[] head(String method, String path) {
    return Frames.packed(
        ":method", method, ":scheme", "http", ":authority", "localhost", ":path", path);
  }
}
