package lab.dialect.openai;

/** A top-level field that the gateway looks at; all others it only passes on. */
enum RequestField {
  MODEL,
  /** What the model works on: the one field besides {@code model} that has to be there. */
  PAYLOAD,
  FALLBACKS,
  DISABLE_FALLBACKS,
  CAPABILITY,
  CACHE,
  STREAM,
  STREAM_OPTIONS,
  // What follows is read for rules only: what is wrong with its value is the provider's matter.
  USER,
  METADATA,
  MAX_TOKENS,
  MAX_COMPLETION_TOKENS,
  N,
  TOOLS;

  /** Whether it is for the gateway and no provider gets it. */
  boolean isOurs() {
    return this == FALLBACKS || this == DISABLE_FALLBACKS || this == CAPABILITY || this == CACHE;
  }
}
