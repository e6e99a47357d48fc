package lab.metrics.stats;

import java.util.Locale;

/** What is added up. */
enum Sum {
  /** Requests, or attempts, that ended. */
  ENDED,
  /** Of these, failed through no fault of the request. */
  FAILED,
  /** Of these, given up because the client left. */
  CANCELLED,
  PROMPT_TOKENS,
  COMPLETION_TOKENS,
  /** Milliseconds from first contents to ends of what succeeded and has completion tokens. */
  WRITING_MILLIS,
  /** The tokens that were written in that time. */
  WRITTEN_TOKENS,
  /** Looks at how a provider stands. */
  LOOKS,
  /** Looks that found it in use. */
  SERVED;

  /** The word that nodes tell each other. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
