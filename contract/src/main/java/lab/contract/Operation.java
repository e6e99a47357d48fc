package lab.contract;

import java.util.Locale;

/** What a client wants a model to do. */
public enum Operation {
  /** {@code POST /v1/chat/completions}. */
  CHAT,
  /** {@code POST /v1/completions}. */
  COMPLETION,
  /** {@code POST /v1/embeddings}; never streamed, never moved to another model. */
  EMBEDDING,
  /** {@code POST /v1/rerank}; never moved to another model. */
  RERANK,
  /** {@code POST /v1/moderations}. */
  MODERATION,
  /** {@code POST /v1/audio/transcriptions}. */
  TRANSCRIPTION,
  /** {@code POST /v1/audio/translations}. */
  TRANSLATION,
  /** {@code POST /v1/audio/speech}. */
  SPEECH,
  /** {@code POST /v1/images/generations}. */
  IMAGE_GENERATION,
  /** {@code POST /v1/images/edits}. */
  IMAGE_EDIT,
  /** {@code POST /v1/images/variations}. */
  IMAGE_VARIATION;

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
