package lab.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import lab.contract.Operation;
import lab.dialect.json.JsonText;
import lab.dialect.json.Splice;
import org.jspecify.annotations.Nullable;

/**
 * Makes an object of an answer what clients can read: the model's name as it is to be shown, what
 * has to be there put in where it is missing, an {@code error} that says nothing taken out. All
 * else stays as it is, byte for byte.
 */
final class Repair {
  private static final String[] NAMES = {"id", "object", "created", "model", "choices"};

  private static final String[] CHAT = {"", "\"chat.completion\"", "", "", "[]"};
  private static final String[] CHUNK = {"", "\"chat.completion.chunk\"", "", "", "[]"};
  private static final String[] TEXT = {"", "\"text_completion\"", "", "", "[]"};
  private static final @Nullable String[] EMBEDDINGS = {null, "\"list\"", null, "", null};

  /** Nobody knows what such an answer has to have. */
  private static final @Nullable String[] NOTHING = {null, null, null, null, null};

  private final byte[] shown;
  private final String id;
  private final long created;

  /**
   * The value of each of {@link #NAMES} where an answer lacks it; empty: this one's; null: none.
   */
  private final @Nullable String[] defaults;

  private Repair(byte[] shown, String id, long created, @Nullable String[] defaults) {
    this.shown = shown;
    this.id = id;
    this.created = created;
    this.defaults = defaults;
  }

  /** For one answer to one call; what is given here is what {@code ProviderDialect} says. */
  static Repair of(Operation operation, boolean chunks, String shown, String id, long created) {
    @Nullable String[] defaults =
        switch (operation) {
          case CHAT -> chunks ? CHUNK : CHAT;
          case COMPLETION -> TEXT;
          case EMBEDDING -> EMBEDDINGS;
          case RERANK,
              MODERATION,
              TRANSCRIPTION,
              TRANSLATION,
              SPEECH,
              IMAGE_GENERATION,
              IMAGE_EDIT,
              IMAGE_VARIATION ->
              NOTHING;
        };
    return new Repair(JsonText.quoted(shown), id, created, defaults);
  }

  /** In JSON. Made only where an answer lacks the field, which few do. */
  private @Nullable String missing(int field) {
    String value = defaults[field];
    if (value == null || !value.isEmpty()) {
      return value;
    }
    return switch (NAMES[field]) {
      case "id" -> new String(JsonText.quoted(id), UTF_8);
      case "created" -> Long.toString(created);
      default -> new String(shown, UTF_8);
    };
  }

  /** The model's name as the client sees it, in JSON. */
  byte[] shown() {
    return shown;
  }

  /** Whether an object shows another name of the model, and has one. */
  boolean renames(AnswerReader read, byte[] json) {
    return !read.lacks(AnswerReader.MODEL)
        && !Arrays.equals(
            json,
            read.start(AnswerReader.MODEL),
            read.end(AnswerReader.MODEL),
            shown,
            0,
            shown.length);
  }

  /** Whether more has to be done than to rename the model. */
  boolean isNeeded(AnswerReader read) {
    for (int field = 0; field < defaults.length; field++) {
      if (defaults[field] != null && read.lacks(field)) {
        return true;
      }
    }
    return read.kind(AnswerReader.ERROR) != null;
  }

  /** Notes all that has to be done to an object that is read. */
  void note(AnswerReader read, byte[] json, Splice splice) {
    StringBuilder missing = new StringBuilder();
    for (int field = 0; field < defaults.length; field++) {
      if (!read.lacks(field)) {
        continue;
      }
      String value = missing(field);
      if (value != null && read.kind(field) == null) {
        missing.append(missing.isEmpty() ? "\"" : ",\"").append(NAMES[field]).append("\":");
        missing.append(value);
      } else if (value != null) {
        splice.replace(read.start(field), read.end(field), value.getBytes(UTF_8));
      }
    }
    if (renames(read, json)) {
      splice.replace(read.start(AnswerReader.MODEL), read.end(AnswerReader.MODEL), shown);
    }
    if (read.kind(AnswerReader.ERROR) != null) {
      splice.remove(read.errorKey(), read.end(AnswerReader.ERROR), read.errorAfterOthers());
    }
    if (!missing.isEmpty()) {
      missing.append(read.hasOthers() ? "," : "");
      splice.replace(read.open(), read.open(), missing.toString().getBytes(UTF_8));
    }
  }
}
