package lab.dialect.json;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a JSON text means, as one digest: texts that differ only in white space, in the order of
 * members, in how characters are escaped or in how a number is written have the same one.
 *
 * <p>Goes through the text once and builds no tree: an object is replaced by its digest as soon as
 * it has ended, so that no more than the open levels are held. One text, one thread.
 */
public final class Canonical {
  private static final byte OBJECT = '{';
  private static final byte ARRAY = '[';
  private static final byte ARRAY_END = ']';

  private static final Keys NONE = Keys.of();
  private static final MessageDigest UNUSED = unused();

  private final byte[] json;
  private final JsonCursor cursor = new JsonCursor();
  private final CanonicalBytes out;
  private final MessageDigest sha256 = sha256();

  /** A member of the object that is open: its key up to {@code keyEnd}, its value up to the end. */
  private record Member(int start, int keyEnd, int end) {}

  private Canonical(byte[] json) {
    this.json = json;
    this.out = new CanonicalBytes(json);
  }

  /**
   * The SHA-256 of what an object means. A member of the object itself that is null counts as
   * absent.
   *
   * @param json all of it is the object
   * @param leftOut members of the object itself that do not count
   */
  public static byte[] digest(byte[] json, Keys leftOut) throws MalformedJson {
    Canonical canonical = new Canonical(json);
    canonical.cursor.over(json, 0, json.length);
    byte[] digest = canonical.object(leftOut, true);
    canonical.cursor.finish();
    return digest;
  }

  /** A new SHA-256: a copy of an unused one, as looking for its provider costs more. */
  public static MessageDigest sha256() {
    try {
      return (MessageDigest) UNUSED.clone();
    } catch (CloneNotSupportedException theJdksCan) {
      throw new IllegalStateException(theJdksCan);
    }
  }

  private static MessageDigest unused() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  private void value() throws MalformedJson {
    switch (cursor.peek()) {
      case OBJECT -> {
        byte[] digest = object(NONE, false);
        out.put(OBJECT);
        out.put(digest, 0, digest.length);
      }
      case ARRAY -> {
        out.put(ARRAY);
        cursor.enterArray();
        while (cursor.nextElement()) {
          value();
        }
        out.put(ARRAY_END);
      }
      case STRING -> {
        cursor.skip();
        out.string(cursor.start(), cursor.position());
      }
      case NUMBER -> {
        cursor.skip();
        out.number(cursor.start(), cursor.position());
      }
      case TRUE, FALSE, NULL -> {
        cursor.skip();
        out.put(json[cursor.start()]);
      }
    }
  }

  private byte[] object(Keys leftOut, boolean nullsAreAbsent) throws MalformedJson {
    int begin = out.length();
    List<Member> members = new ArrayList<>();
    cursor.enterObject();
    int key = cursor.nextKey(leftOut);
    for (; key != JsonCursor.END; key = cursor.nextKey(leftOut)) {
      if (key != JsonCursor.OTHER || (nullsAreAbsent && cursor.peek() == JsonKind.NULL)) {
        cursor.skip();
        continue;
      }
      int start = out.length();
      int from = cursor.keyStart();
      out.string(from, StringScan.close(json, from + 1, json.length, 0) + 1);
      int keyEnd = out.length();
      value();
      members.add(new Member(start, keyEnd, out.length()));
    }
    // Stable: of two members with one key the second counts for most readers, so order stays.
    members.sort(this::byKey);
    for (Member member : members) {
      sha256.update(out.array(), member.start, member.end - member.start);
    }
    out.cut(begin);
    return sha256.digest();
  }

  private int byKey(Member one, Member other) {
    byte[] all = out.array();
    return Arrays.compareUnsigned(all, one.start, one.keyEnd, all, other.start, other.keyEnd);
  }
}
