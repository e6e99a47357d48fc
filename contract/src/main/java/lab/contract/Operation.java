package lab.contract;

import java.util.Locale;

/** What a client wants a model to do, by the names and paths of OpenAI's API. */
public enum Operation {
  CHAT("/v1/chat/completions"),
  COMPLETION("/v1/completions"),
  /** Never streamed, never moved to another model. */
  EMBEDDING("/v1/embeddings"),
  /** Never moved to another model. */
  RERANK("/v1/rerank"),
  MODERATION("/v1/moderations"),
  TRANSCRIPTION("/v1/audio/transcriptions"),
  TRANSLATION("/v1/audio/translations"),
  SPEECH("/v1/audio/speech"),
  IMAGE_GENERATION("/v1/images/generations"),
  IMAGE_EDIT("/v1/images/edits"),
  IMAGE_VARIATION("/v1/images/variations");

  private final String path;

  Operation(String path) {
    this.path = path;
  }

  /** Where it is asked for by {@code POST}; begins with {@code /v1/}. */
  public String path() {
    return path;
  }

  /** The value in metrics and logs. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether its requests and answers pass as they are but for the model's name: there is one format
   * for it, and nobody translates it.
   */
  public boolean isPassed() {
    return switch (this) {
      case CHAT, COMPLETION, EMBEDDING -> false;
      case RERANK,
          MODERATION,
          TRANSCRIPTION,
          TRANSLATION,
          SPEECH,
          IMAGE_GENERATION,
          IMAGE_EDIT,
          IMAGE_VARIATION ->
          true;
    };
  }

  /** Whether an answer of another model is worth nothing: vectors and scores of two do not mix. */
  public boolean needsSameModel() {
    return this == EMBEDDING || this == RERANK;
  }
}
