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
    };
  }
}
