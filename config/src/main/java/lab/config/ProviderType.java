package lab.config;

import java.util.Locale;

/** The kind of server behind a provider; decides its wire format and its free endpoints. */
public enum ProviderType {
  OLLAMA,
  LLAMA_CPP,
  VLLM,
  OPENAI,
  OPENAI_COMPATIBLE,
  ANTHROPIC,
  OPENROUTER;

  /** The word in {@code providers.yaml}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it serves what it has loaded, whatever name is asked for. */
  public boolean servesWhatItHasLoaded() {
    return this == LLAMA_CPP || this == VLLM;
  }
}
