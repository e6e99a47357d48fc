package lab.metrics;

import lab.contract.Operation;

/** Values of LiteLLM's {@code route} label. */
final class Paths {
  private Paths() {}

  static String of(Operation operation) {
    return switch (operation) {
      case CHAT -> "/v1/chat/completions";
      case COMPLETION -> "/v1/completions";
      case EMBEDDING -> "/v1/embeddings";
      case RERANK -> "/v1/rerank";
      case MODERATION -> "/v1/moderations";
      case TRANSCRIPTION -> "/v1/audio/transcriptions";
      case TRANSLATION -> "/v1/audio/translations";
      case SPEECH -> "/v1/audio/speech";
      case IMAGE_GENERATION -> "/v1/images/generations";
      case IMAGE_EDIT -> "/v1/images/edits";
      case IMAGE_VARIATION -> "/v1/images/variations";
    };
  }
}
