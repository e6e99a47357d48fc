package lab.dialect.openai;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lab.dialect.json.JsonCursor;
import lab.dialect.json.JsonKind;
import lab.dialect.json.JsonText;
import lab.dialect.json.Keys;
import lab.dialect.json.MalformedJson;

/** Reads the {@code choices} of a chunk or a whole answer as the cursor passes them. */
final class ChoicesReader {
  private static final int DELTA = 0;
  private static final int FINISH_REASON = 1;
  private static final int INDEX = 2;
  private static final int TEXT = 3;
  private static final int ERROR = 4;
  private static final Keys CHOICE = Keys.of("delta", "finish_reason", "index", "text", "error");

  private static final int TOOL_CALLS = 0;
  private static final Keys CONTENT =
      Keys.of(
          "tool_calls",
          "content",
          "reasoning_content",
          "reasoning",
          "reasoning_details",
          "refusal",
          "function_call",
          "audio",
          "images");

  private static final byte[] EMPTY = {};
  private static final byte[] ERROR_FINISH = {'"', 'e', 'r', 'r', 'o', 'r', '"'};

  /** A choice's fragments of tool calls: a non-empty array and where it lies. */
  record ToolCalls(int choice, int start, int end) {}

  private final JsonCursor cursor;
  private byte[] json = EMPTY;

  private int count;
  private boolean content;
  private boolean failed;
  private boolean failedFinish;
  private long seen;
  private long finished;
  private final List<ToolCalls> toolCalls = new ArrayList<>(1);

  /** Where the current choice's tool calls lie; {@code toolsEnd} is 0 where it has none. */
  private int toolsStart;

  private int toolsEnd;

  ChoicesReader(JsonCursor cursor) {
    this.cursor = cursor;
  }

  /** Begins a text: forgets the last one. */
  void begin(byte[] text) {
    json = text;
    count = 0;
    content = false;
    failed = false;
    failedFinish = false;
    seen = 0;
    finished = 0;
    toolCalls.clear();
  }

  /** Passes the array that comes next. */
  void read() throws MalformedJson {
    cursor.enterArray();
    while (cursor.nextElement()) {
      count++;
      if (cursor.peek() == JsonKind.OBJECT) {
        readChoice();
      } else {
        cursor.skip();
      }
    }
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /** Whether one brings content: text, reasoning, a refusal, a tool call. */
  boolean haveContent() {
    return content;
  }

  /** Whether one has an {@code error} that says something. */
  boolean haveFailed() {
    return failed;
  }

  /** Whether one ends with the finish reason {@code error}. */
  boolean haveFailedFinish() {
    return failedFinish;
  }

  /** Which there are, a bit for each index; from 63 on they share one. */
  long seen() {
    return seen;
  }

  /** Which of them have a finish reason. */
  long finished() {
    return finished;
  }

  /** Their fragments of tool calls; good until the next text. */
  List<ToolCalls> toolCalls() {
    return toolCalls;
  }

  private void readChoice() throws MalformedJson {
    long index = 0;
    boolean finishes = false;
    toolsEnd = 0;
    cursor.enterObject();
    int key = cursor.nextKey(CHOICE);
    for (; key != JsonCursor.END; key = cursor.nextKey(CHOICE)) {
      switch (key) {
        case DELTA -> readDelta();
        case FINISH_REASON -> finishes = passesFinish();
        case INDEX -> {
          cursor.skip();
          index = JsonText.count(json, cursor.start(), cursor.position());
        }
        case TEXT -> content |= Truth.passed(cursor, json);
        case ERROR -> failed |= Truth.passed(cursor, json);
        default -> cursor.skip();
      }
    }
    long bit = 1L << Math.min(index, 63);
    seen |= bit;
    finished |= finishes ? bit : 0;
    if (toolsEnd > 0) {
      toolCalls.add(new ToolCalls((int) Math.min(index, Integer.MAX_VALUE), toolsStart, toolsEnd));
    }
  }

  private void readDelta() throws MalformedJson {
    if (cursor.peek() != JsonKind.OBJECT) {
      cursor.skip();
      return;
    }
    cursor.enterObject();
    int key = cursor.nextKey(CONTENT);
    for (; key != JsonCursor.END; key = cursor.nextKey(CONTENT)) {
      if (key == JsonCursor.OTHER) {
        cursor.skip();
      } else if (Truth.passed(cursor, json)) {
        content = true;
        if (key == TOOL_CALLS && json[cursor.start()] == '[') {
          toolsStart = cursor.start();
          toolsEnd = cursor.position();
        }
      }
    }
  }

  private boolean passesFinish() throws MalformedJson {
    boolean said = Truth.passed(cursor, json);
    failedFinish |=
        Arrays.equals(
            json, cursor.start(), cursor.position(), ERROR_FINISH, 0, ERROR_FINISH.length);
    return said;
  }
}
