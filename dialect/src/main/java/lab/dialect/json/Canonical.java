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
 * <p>Goes through the text once and builds no tree: of an object that is not small only its digest
 * is held once it has ended. What it works with is made once for each thread.
 */
public final class Canonical {
  private static final byte OBJECT = '{';
  private static final byte OBJECT_END = '}';
  private static final byte LARGE_OBJECT = '@';
  private static final byte ARRAY = '[';
  private static final byte ARRAY_END = ']';

  /** Bytes of an object from which on its digest stands for it; up to here that costs more. */
  private static final int LARGE = 256;

  /** Bytes of a text after which nothing of what it took is kept for the next. */
  private static final int LONG_TEXT = 64 * 1024;

  private static final Keys NONE = Keys.of();
  private static final byte[] NOTHING = {};
  private static final MessageDigest UNUSED = unused();
  private static final ThreadLocal<Canonical> OF_THREAD = ThreadLocal.withInitial(Canonical::new);

  private byte[] json = NOTHING;
  private final JsonCursor cursor = new JsonCursor();
  private final CanonicalBytes out = new CanonicalBytes();

  /** Of objects inside. */
  private final MessageDigest sha256 = sha256();

  /** Of the objects that are open, the innermost last. */
  private List<Member> members = new ArrayList<>();

  /** A member of an object that is open: its key up to {@code keyEnd}, its value up to the end. */
  private record Member(int start, int keyEnd, int end) {}

  private Canonical() {}

  /**
   * Takes what an object means into a digest. A member of the object itself that is null counts as
   * absent.
   *
   * @param digest what followed in it could be taken for a part of the object
   * @param json all of it is the object
   * @param leftOut members of the object itself that do not count
   */
  public static void into(MessageDigest digest, byte[] json, Keys leftOut) throws MalformedJson {
    Canonical canonical = OF_THREAD.get();
    try {
      canonical.read(json, leftOut);
      canonical.update(digest, canonical.members);
    } finally {
      canonical.forget();
    }
  }

  /** A new SHA-256: a copy of an unused one, as looking for its provider costs more. */
  public static MessageDigest sha256() {
    return copy(UNUSED);
  }

  /** One that goes on from where this one is; any thread, as long as nobody adds to this one. */
  public static MessageDigest copy(MessageDigest sha256) {
    try {
      return (MessageDigest) sha256.clone();
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

  private void read(byte[] text, Keys leftOut) throws MalformedJson {
    json = text;
    cursor.over(text, 0, text.length);
    out.over(text);
    members(leftOut, true);
    cursor.finish();
  }

  private void forget() {
    if (json.length > LONG_TEXT) {
      // The room for as many members as it may have had goes with it.
      members = new ArrayList<>();
    }
    members.clear();
    json = NOTHING;
    cursor.over(NOTHING, 0, 0);
    out.forget();
  }

  private void value() throws MalformedJson {
    switch (cursor.peek()) {
      case OBJECT -> object();
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

  private void object() throws MalformedJson {
    int begin = out.length();
    int outer = members.size();
    out.put(OBJECT);
    members(NONE, false);
    List<Member> own = members.subList(outer, members.size());
    if (out.length() - begin > LARGE) {
      update(sha256, own);
      byte[] digest = sha256.digest();
      out.cut(begin);
      out.put(LARGE_OBJECT);
      out.put(digest, 0, digest.length);
    } else {
      order(own, begin + 1);
      out.put(OBJECT_END);
    }
    own.clear();
  }

  /** Writes the members of the object that comes next, as they come. */
  private void members(Keys leftOut, boolean nullsAreAbsent) throws MalformedJson {
    cursor.enterObject();
    int key = cursor.nextKey(leftOut);
    for (; key != JsonCursor.END; key = cursor.nextKey(leftOut)) {
      if (key != JsonCursor.OTHER || (nullsAreAbsent && cursor.peek() == JsonKind.NULL)) {
        cursor.skip();
        continue;
      }
      int start = out.length();
      out.string(cursor.keyStart(), cursor.keyEnd());
      int keyEnd = out.length();
      value();
      members.add(new Member(start, keyEnd, out.length()));
    }
  }

  private void update(MessageDigest digest, List<Member> own) {
    sort(own);
    for (Member member : own) {
      digest.update(out.array(), member.start, member.end - member.start);
    }
  }

  /** Brings members into order where they are, by way of a copy behind them. */
  private void order(List<Member> own, int begin) {
    if (own.size() < 2) {
      return;
    }
    sort(own);
    int end = out.length();
    for (Member member : own) {
      out.put(out.array(), member.start, member.end);
    }
    out.moveBack(end, begin);
  }

  private void sort(List<Member> own) {
    if (own.size() > 1) {
      // Stable: of two members with one key the second counts for most readers, so order stays.
      own.sort(this::byKey);
    }
  }

  private int byKey(Member one, Member other) {
    byte[] all = out.array();
    return Arrays.compareUnsigned(all, one.start, one.keyEnd, all, other.start, other.keyEnd);
  }
}
