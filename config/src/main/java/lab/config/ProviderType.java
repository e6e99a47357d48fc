package lab.config;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import lab.contract.Operation;
import org.jspecify.annotations.Nullable;

/** The kind of server behind a provider; decides its wire format and its free endpoints. */
public enum ProviderType {
  OLLAMA,
  LLAMA_CPP,
  VLLM,
  OPENAI,
  OPENAI_COMPATIBLE,
  ANTHROPIC,
  OPENROUTER;

  private static final Set<Operation> ON_VLLM =
      Set.of(Operation.RERANK, Operation.TRANSCRIPTION, Operation.TRANSLATION);

  /** The word in {@code providers.yaml}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether such a server has an endpoint for it at all; what calls itself compatible may have any.
   */
  public boolean serves(Operation operation) {
    return switch (this) {
      case OPENAI, OPENAI_COMPATIBLE -> true;
      case VLLM -> !operation.isPassed() || ON_VLLM.contains(operation);
      case LLAMA_CPP -> !operation.isPassed() || operation == Operation.RERANK;
      case OLLAMA -> !operation.isPassed() || operation == Operation.TRANSCRIPTION;
      case OPENROUTER -> !operation.isPassed();
      case ANTHROPIC -> operation == Operation.CHAT;
    };
  }

  /** Where it is when nothing says so; null where there is no usual address. */
  public @Nullable URI address() {
    return switch (this) {
      case OPENAI -> URI.create("https://api.openai.com");
      case ANTHROPIC -> URI.create("https://api.anthropic.com");
      case OPENROUTER -> URI.create("https://openrouter.ai/api");
      case OLLAMA, LLAMA_CPP, VLLM, OPENAI_COMPATIBLE -> null;
    };
  }

  /** Whether it serves what it has loaded, whatever name is asked for. */
  public boolean servesWhatItHasLoaded() {
    return this == LLAMA_CPP || this == VLLM;
  }
}
