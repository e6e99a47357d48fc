package lab.contract;

import java.util.Locale;

/** What a client wants a model to do. */
public enum Operation {
  /** {@code POST /v1/chat/completions}. */
  CHAT,
  /** {@code POST /v1/completions}. */
  COMPLETION,
  /** {@code POST /v1/embeddings}; never streamed, never moved to another model. */
  EMBEDDING;

  /** The value in metrics and logs. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
