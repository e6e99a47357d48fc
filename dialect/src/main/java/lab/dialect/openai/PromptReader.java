package lab.dialect.openai;

import lab.dialect.json.JsonCursor;
import lab.dialect.json.JsonKind;
import lab.dialect.json.Keys;
import lab.dialect.json.MalformedJson;
import lab.dialect.prompt.TextMeter;

/** Reads a request's messages, prompts or inputs and keeps what they tell, not what they say. */
final class PromptReader {
  private static final Keys MESSAGE = Keys.of("role", "content", "tool_calls", "function_call");
  private static final int ROLE = 0;
  private static final int CONTENT = 1;
  private static final Keys PART = Keys.of("text");
  private static final Keys USER = Keys.of("user");

  /** What a template writes around each message. */
  private static final int AROUND_A_MESSAGE = 4;

  /** A conversation of this many messages, five turns, is deep. */
  private static final int DEEP = 10;

  /** This many numbered lines are steps. */
  private static final int STEPS = 2;

  private final byte[] body;
  private final JsonCursor cursor;
  private final TextMeter meter = new TextMeter();

  private long tokens;
  private int lastTokens;
  private boolean lastStructured;
  private boolean structured;
  private int messages;
  private int firstFile;
  private int prompts = 1;

  PromptReader(byte[] body, JsonCursor cursor) {
    this.body = body;
    this.cursor = cursor;
  }

  /** Reads one of a chat's messages. */
  void readMessage() throws MalformedJson {
    meter.begin();
    boolean user = false;
    cursor.enterObject();
    int key = cursor.nextKey(MESSAGE);
    for (; key != JsonCursor.END; key = cursor.nextKey(MESSAGE)) {
      if (key == CONTENT) {
        readContent();
      } else {
        JsonKind kind = cursor.skip();
        if (key == ROLE) {
          user = kind == JsonKind.STRING && isUser();
        } else if (key != JsonCursor.OTHER && kind != JsonKind.NULL) {
          meter.add(body, cursor.start(), cursor.position());
        }
      }
    }
    messages++;
    structured |= messages >= DEEP;
    measured(AROUND_A_MESSAGE, user);
  }

  private boolean isUser() {
    return USER.index(body, cursor.start() + 1, cursor.position() - 1) == 0;
  }

  /** A string, or parts of which some have text; images are not counted. */
  private void readContent() throws MalformedJson {
    if (cursor.peek() != JsonKind.ARRAY) {
      addText();
      return;
    }
    cursor.enterArray();
    while (cursor.nextElement()) {
      if (cursor.peek() == JsonKind.OBJECT) {
        cursor.enterObject();
        int key = cursor.nextKey(PART);
        for (; key != JsonCursor.END; key = cursor.nextKey(PART)) {
          if (key == JsonCursor.OTHER) {
            cursor.skip();
          } else {
            addText();
          }
        }
      } else {
        cursor.skip();
      }
    }
  }

  private void addText() throws MalformedJson {
    if (cursor.skip() == JsonKind.STRING) {
      meter.add(body, cursor.start() + 1, cursor.position() - 1);
    }
  }

  /** Reads what a completion or an embedding works on: texts or tokens, one or several. */
  void readPrompts() throws MalformedJson {
    if (cursor.peek() != JsonKind.ARRAY) {
      readPrompt();
      return;
    }
    int elements = 0;
    int numbers = 0;
    cursor.enterArray();
    for (; cursor.nextElement(); elements++) {
      numbers += cursor.peek() == JsonKind.NUMBER ? 1 : 0;
      readPrompt();
    }
    // Numbers side by side are the tokens of one prompt.
    prompts = Math.max(1, elements - numbers);
    lastTokens = numbers > 0 ? numbers : lastTokens;
  }

  private void readPrompt() throws MalformedJson {
    JsonKind kind = cursor.peek();
    if (kind == JsonKind.ARRAY) {
      int ids = 0;
      cursor.enterArray();
      while (cursor.nextElement()) {
        cursor.skip();
        ids++;
      }
      tokens += ids;
      lastTokens = ids;
    } else if (kind == JsonKind.STRING) {
      meter.begin();
      addText();
      measured(0, true);
    } else {
      cursor.skip();
      tokens += kind == JsonKind.NUMBER ? 1 : 0;
    }
  }

  /** The definitions of tools are part of the prompt too, as they stand. */
  void readTools() throws MalformedJson {
    meter.begin();
    if (cursor.skip() == JsonKind.ARRAY) {
      meter.add(body, cursor.start(), cursor.position());
      tokens += meter.tokens();
    }
  }

  private void measured(int around, boolean user) {
    int file = meter.firstFile();
    boolean several = meter.namesTwoFiles() || (file != 0 && firstFile != 0 && file != firstFile);
    firstFile = firstFile == 0 ? file : firstFile;
    structured |= several || meter.hasCodeBlock() || meter.numberedLines() >= STEPS;
    tokens += around + meter.tokens();
    if (user) {
      lastTokens = meter.tokens();
      lastStructured = meter.hasCodeBlock() || meter.namesTwoFiles();
    }
  }

  /** Estimated tokens of all of it. */
  int tokens() {
    return (int) Math.min(Integer.MAX_VALUE, tokens);
  }

  /** Estimated tokens of the last user message, or of the last prompt. */
  int lastTokens() {
    return lastTokens;
  }

  /** Whether the last user message has a code block or names two files. */
  boolean lastIsStructured() {
    return lastStructured;
  }

  /** Whether there is structure anywhere, or the conversation is deep. */
  boolean isStructured() {
    return structured;
  }

  /** How many prompts or inputs there are; 1 for a chat. */
  int prompts() {
    return prompts;
  }
}
