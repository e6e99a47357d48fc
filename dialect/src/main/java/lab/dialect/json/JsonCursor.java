package lab.dialect.json;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/**
 * Goes through one JSON text from front to back, checking every byte it passes (RFC 8259, UTF-8)
 * and building nothing. Used as
 *
 * <pre>{@code
 * cursor.over(body, 0, body.length);
 * cursor.enterObject();
 * for (int key = cursor.nextKey(KEYS); key != JsonCursor.END; key = cursor.nextKey(KEYS)) {
 *   JsonKind kind = cursor.skip();
 *   use(key, kind, cursor.start(), cursor.position());
 * }
 * cursor.finish();
 * }</pre>
 *
 * After a key or an element comes exactly one of {@link #skip}, {@link #enterObject} and {@link
 * #enterArray}; what was entered is read to its end. One thread at a time; can be used again.
 */
public final class JsonCursor {
  /** Deeper nesting is refused: no request needs it, and what reads it next may overflow. */
  public static final int DEEPEST = 256;

  /** Given for a key that was not asked for. */
  public static final int OTHER = -1;

  /** Given instead of a key at the end of an object. */
  public static final int END = -2;

  private static final byte[] EMPTY = {};
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private byte[] json = EMPTY;
  private int origin;
  private int end;
  private int at;
  private int depth;

  /** Whether the innermost object or array has just been entered. */
  private boolean fresh;

  private int start;
  private int keyStart;
  private int keyEnd;

  /** Begins a text. */
  public void over(byte[] text, int from, int to) {
    json = text;
    origin = from;
    at = from;
    end = to;
    depth = 0;
    fresh = false;
  }

  /** The kind of the value that comes next. */
  public JsonKind peek() throws MalformedJson {
    skipSpace();
    if (at < end) {
      switch (json[at]) {
        case '"' -> {
          return JsonKind.STRING;
        }
        case '{' -> {
          return JsonKind.OBJECT;
        }
        case '[' -> {
          return JsonKind.ARRAY;
        }
        case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
          return JsonKind.NUMBER;
        }
        case 't' -> {
          return JsonKind.TRUE;
        }
        case 'f' -> {
          return JsonKind.FALSE;
        }
        case 'n' -> {
          return JsonKind.NULL;
        }
        default -> {}
      }
    }
    throw expected("a value");
  }

  /** Passes the next value, whatever it is; then it lies from {@link #start} to here. */
  @CanIgnoreReturnValue
  public JsonKind skip() throws MalformedJson {
    JsonKind kind = peek();
    int from = at;
    switch (kind) {
      case STRING -> at = StringScan.close(json, at + 1, end, origin) + 1;
      case OBJECT -> {
        enterObject();
        while (toNextKey()) {
          passColon();
          skip();
        }
      }
      case ARRAY -> {
        enterArray();
        while (nextElement()) {
          skip();
        }
      }
      case NUMBER -> skipNumber();
      case TRUE -> skipWord(TRUE);
      case FALSE -> skipWord(FALSE);
      case NULL -> skipWord(NULL);
    }
    start = from;
    return kind;
  }

  /** Goes into the next value, which has to be an object. */
  public void enterObject() throws MalformedJson {
    enter('{', "an object");
  }

  /** Goes into the next value, which has to be an array. */
  public void enterArray() throws MalformedJson {
    enter('[', "an array");
  }

  /**
   * Goes to the value of the next key of the object and says which it is: its index, {@link
   * #OTHER}, or {@link #END} behind the closing brace.
   */
  public int nextKey(Keys keys) throws MalformedJson {
    if (!toNextKey()) {
      return END;
    }
    keyStart = start;
    keyEnd = at;
    int index = keys.index(json, start + 1, at - 1);
    passColon();
    return index;
  }

  /** Goes to the next element of the array; false behind the closing bracket. */
  public boolean nextElement() throws MalformedJson {
    return advance((byte) ']');
  }

  /** Makes sure that nothing but white space follows. */
  public void finish() throws MalformedJson {
    skipSpace();
    if (at < end) {
      throw expected("the end");
    }
  }

  /** Where the cursor is: behind what it has passed. */
  public int position() {
    return at;
  }

  /** Where the value begins that was last skipped or entered. */
  public int start() {
    return start;
  }

  /** Where the last key begins, at its quote. */
  public int keyStart() {
    return keyStart;
  }

  /** Where it ends, behind its quote. */
  public int keyEnd() {
    return keyEnd;
  }

  private void enter(char open, String what) throws MalformedJson {
    skipSpace();
    if (at == end || json[at] != open) {
      throw expected(what);
    }
    if (++depth > DEEPEST) {
      throw expected("nesting of at most " + DEEPEST + " levels");
    }
    start = at++;
    fresh = true;
  }

  private boolean toNextKey() throws MalformedJson {
    if (!advance((byte) '}')) {
      return false;
    }
    if (at == end || json[at] != '"') {
      throw expected("a key in quotes");
    }
    start = at;
    at = StringScan.close(json, at + 1, end, origin) + 1;
    return true;
  }

  private void passColon() throws MalformedJson {
    skipSpace();
    if (at == end || json[at] != ':') {
      throw expected("':'");
    }
    at++;
  }

  /** To what follows the next comma, or past the closing bracket. */
  private boolean advance(byte close) throws MalformedJson {
    boolean first = fresh;
    fresh = false;
    skipSpace();
    if (at < end) {
      if (json[at] == close) {
        at++;
        depth--;
        return false;
      }
      if (first) {
        return true;
      }
      if (json[at] == ',') {
        at++;
        skipSpace();
        return true;
      }
    }
    throw expected(first ? "'" + (char) close + "'" : "',' or '" + (char) close + "'");
  }

  private void skipSpace() {
    int i = at;
    while (i < end && json[i] <= ' ' && isSpace(json[i])) {
      i++;
    }
    at = i;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private void skipWord(byte[] word) throws MalformedJson {
    for (byte letter : word) {
      if (at == end || json[at] != letter) {
        throw expected("true, false or null");
      }
      at++;
    }
  }

  private void skipNumber() throws MalformedJson {
    if (json[at] == '-') {
      at++;
    }
    if (at < end && json[at] == '0') {
      at++;
    } else {
      skipDigits();
    }
    if (at < end && json[at] == '.') {
      at++;
      skipDigits();
    }
    if (at < end && (json[at] == 'e' || json[at] == 'E')) {
      at++;
      if (at < end && (json[at] == '+' || json[at] == '-')) {
        at++;
      }
      skipDigits();
    }
  }

  private void skipDigits() throws MalformedJson {
    int from = at;
    while (at < end && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw expected("a digit");
    }
  }

  private MalformedJson expected(String what) {
    return new MalformedJson(at - origin, what);
  }
}
