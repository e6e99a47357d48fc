package lab.dialect.openai;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lab.contract.RequestFacts;
import lab.dialect.json.JsonCursor;
import lab.dialect.json.JsonKind;
import lab.dialect.json.JsonText;
import lab.dialect.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/** Reads the fields that only rules ask for. Complains of no value: they are the provider's. */
final class FactsReader {
  /** Longer values are compared with no rule's. */
  private static final int LONGEST_VALUE = 1024;

  private static final int MOST_TAGS = 100;

  private final byte[] body;
  private final JsonCursor cursor;
  private final MetadataKeys wanted;
  private final PromptReader prompt;

  private long maxTokens;
  private long maxCompletionTokens;
  private long n = 1;
  private @Nullable String user;
  private Map<String, String> metadata = Map.of();
  private List<String> tags = List.of();

  FactsReader(byte[] body, JsonCursor cursor, MetadataKeys wanted) {
    this.body = body;
    this.cursor = cursor;
    this.wanted = wanted;
    prompt = new PromptReader(body, cursor);
  }

  PromptReader prompt() {
    return prompt;
  }

  void read(RequestField field) throws MalformedJson {
    switch (field) {
      case USER -> user = text(cursor.skip());
      case METADATA -> readMetadata();
      case MAX_TOKENS -> maxTokens = readCount();
      case MAX_COMPLETION_TOKENS -> maxCompletionTokens = readCount();
      case N -> n = readCount();
      case TOOLS -> prompt.readTools();
      case MODEL,
          PAYLOAD,
          FALLBACKS,
          DISABLE_FALLBACKS,
          CAPABILITY,
          CACHE,
          STREAM,
          STREAM_OPTIONS ->
          throw new IllegalStateException(field + " is no fact");
    }
  }

  RequestFacts facts() {
    return new RequestFacts(
        prompt.tokens(),
        prompt.lastTokens(),
        prompt.lastIsStructured(),
        prompt.isStructured(),
        // The newer name wins, as it does with OpenAI.
        bounded(maxCompletionTokens > 0 ? maxCompletionTokens : maxTokens),
        Math.max(prompt.prompts(), bounded(n)),
        user,
        Map.of(),
        metadata,
        tags);
  }

  private static int bounded(long count) {
    return (int) Math.min(Integer.MAX_VALUE, count);
  }

  private long readCount() throws MalformedJson {
    return cursor.skip() == JsonKind.NUMBER
        ? JsonText.count(body, cursor.start(), cursor.position())
        : 0;
  }

  private void readMetadata() throws MalformedJson {
    if (cursor.peek() != JsonKind.OBJECT) {
      cursor.skip();
      return;
    }
    cursor.enterObject();
    int key = cursor.nextKey(wanted.keys());
    for (; key != JsonCursor.END; key = cursor.nextKey(wanted.keys())) {
      if (key == MetadataKeys.TAGS) {
        readTags();
      } else {
        String value = text(cursor.skip());
        if (key != JsonCursor.OTHER && value != null) {
          metadata = metadata.isEmpty() ? new HashMap<>() : metadata;
          metadata.put(wanted.name(key), value);
        }
      }
    }
  }

  private void readTags() throws MalformedJson {
    if (cursor.peek() != JsonKind.ARRAY) {
      cursor.skip();
      return;
    }
    tags = new ArrayList<>();
    cursor.enterArray();
    while (cursor.nextElement()) {
      String tag = text(cursor.skip());
      if (tag != null && tags.size() < MOST_TAGS) {
        tags.add(tag);
      }
    }
  }

  /** The value just passed as a text; null where it is none that a rule could name. */
  private @Nullable String text(JsonKind kind) {
    if (cursor.position() - cursor.start() > LONGEST_VALUE) {
      return null;
    }
    return switch (kind) {
      case STRING -> JsonText.decoded(body, cursor.start(), cursor.position());
      case NUMBER, TRUE, FALSE -> JsonText.raw(body, cursor.start(), cursor.position());
      case OBJECT, ARRAY, NULL -> null;
    };
  }
}
