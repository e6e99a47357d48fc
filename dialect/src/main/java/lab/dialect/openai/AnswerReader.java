package lab.dialect.openai;

import java.util.Arrays;
import lab.contract.Usage;
import lab.dialect.json.JsonCursor;
import lab.dialect.json.JsonKind;
import lab.dialect.json.JsonText;
import lab.dialect.json.Keys;
import lab.dialect.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object of an answer, a stream's chunk or a whole answer, in one pass and without a
 * tree. What it found stays until the next one. One thread at a time.
 */
final class AnswerReader {
  static final int ID = 0;
  static final int OBJECT = 1;
  static final int CREATED = 2;
  static final int MODEL = 3;
  static final int CHOICES = 4;
  static final int USAGE = 5;
  static final int ERROR = 6;
  static final int DATA = 7;
  static final int FIELDS = 8;

  private static final Keys TOP =
      Keys.of("id", "object", "created", "model", "choices", "usage", "error", "data");

  private static final int PROMPT_TOKENS = 0;
  private static final int COMPLETION_TOKENS = 1;
  private static final int INPUT_TOKENS = 2;
  private static final int OUTPUT_TOKENS = 3;

  /** The latter two are the words for images and transcriptions. */
  private static final Keys TOKENS =
      Keys.of("prompt_tokens", "completion_tokens", "input_tokens", "output_tokens");

  private static final byte[] EMPTY = {};

  private final JsonCursor cursor = new JsonCursor();
  private final ChoicesReader choices = new ChoicesReader(cursor);
  private byte[] json = EMPTY;
  private boolean object;

  private final @Nullable JsonKind[] kinds = new @Nullable JsonKind[FIELDS];
  private final int[] starts = new int[FIELDS];
  private final int[] ends = new int[FIELDS];
  private int open;
  private boolean others;
  private int errorKey;
  private boolean errorAfterOthers;
  private boolean failed;
  private long promptTokens;
  private long completionTokens;

  /** Reads one text; whatever it is, all of it is checked. */
  void read(byte[] text, int from, int to) throws MalformedJson {
    json = text;
    choices.begin(text);
    Arrays.fill(kinds, null);
    others = false;
    failed = false;
    promptTokens = 0;
    completionTokens = 0;
    cursor.over(text, from, to);
    object = cursor.peek() == JsonKind.OBJECT;
    if (object) {
      readObject();
    } else {
      cursor.skip();
    }
    cursor.finish();
  }

  /** Whether it is an object at all. */
  boolean isObject() {
    return object;
  }

  /** The kind of a field's value; null where the field is missing. */
  @Nullable JsonKind kind(int field) {
    return kinds[field];
  }

  /** Whether a field is missing, or null, which says as little. */
  boolean lacks(int field) {
    return kinds[field] == null || kinds[field] == JsonKind.NULL;
  }

  /** Where a field's value begins. */
  int start(int field) {
    return starts[field];
  }

  /** Behind a field's value. */
  int end(int field) {
    return ends[field];
  }

  /** Behind the opening brace. */
  int open() {
    return open;
  }

  /** Whether the object has members besides {@code error}. */
  boolean hasOthers() {
    return others;
  }

  /** Where the key {@code error} begins. */
  int errorKey() {
    return errorKey;
  }

  /** Whether another member stands before {@code error}. */
  boolean errorAfterOthers() {
    return errorAfterOthers;
  }

  /** Whether its {@code error}, or that of a choice, says something. */
  boolean hasFailed() {
    return failed || choices.haveFailed();
  }

  /** What its choices say. */
  ChoicesReader choices() {
    return choices;
  }

  /** Whether it tells token counts. */
  boolean hasUsage() {
    return kinds[USAGE] == JsonKind.OBJECT;
  }

  /** Its token counts, or the last ones where they are the same. */
  Usage usage(Usage last) {
    return last.promptTokens() == promptTokens && last.completionTokens() == completionTokens
        ? last
        : new Usage(promptTokens, completionTokens);
  }

  private void readObject() throws MalformedJson {
    cursor.enterObject();
    open = cursor.position();
    int key = cursor.nextKey(TOP);
    for (; key != JsonCursor.END; key = cursor.nextKey(TOP)) {
      if (key == JsonCursor.OTHER) {
        cursor.skip();
      } else {
        readField(key);
      }
      others |= key != ERROR;
    }
  }

  private void readField(int field) throws MalformedJson {
    JsonKind kind = cursor.peek();
    int start = cursor.position();
    if (field == CHOICES && kind == JsonKind.ARRAY) {
      choices.read();
    } else if (field == USAGE && kind == JsonKind.OBJECT) {
      readUsage();
    } else if (field == ERROR) {
      errorKey = cursor.keyStart();
      errorAfterOthers = others;
      failed |= Truth.passed(cursor, json);
    } else {
      cursor.skip();
    }
    kinds[field] = kind;
    starts[field] = start;
    ends[field] = cursor.position();
  }

  private void readUsage() throws MalformedJson {
    cursor.enterObject();
    int key = cursor.nextKey(TOKENS);
    for (; key != JsonCursor.END; key = cursor.nextKey(TOKENS)) {
      cursor.skip();
      if (key == PROMPT_TOKENS || key == INPUT_TOKENS) {
        promptTokens = JsonText.count(json, cursor.start(), cursor.position());
      } else if (key == COMPLETION_TOKENS || key == OUTPUT_TOKENS) {
        completionTokens = JsonText.count(json, cursor.start(), cursor.position());
      }
    }
  }
}
