package lab.config;

import java.net.URI;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The providers that {@code litellm_params.model} may name before its first slash. */
enum ModelListPrefix {
  OLLAMA("ollama", ProviderType.OLLAMA, "http://localhost:11434", null),
  OLLAMA_CHAT("ollama_chat", ProviderType.OLLAMA, "http://localhost:11434", null),
  OPENAI("openai", ProviderType.OPENAI, null, "OPENAI_API_KEY"),
  ANTHROPIC("anthropic", ProviderType.ANTHROPIC, null, "ANTHROPIC_API_KEY"),
  OPENROUTER("openrouter", ProviderType.OPENROUTER, null, "OPENROUTER_API_KEY"),
  HOSTED_VLLM("hosted_vllm", ProviderType.VLLM, null, null);

  private final String word;
  private final ProviderType type;
  private final @Nullable String address;
  private final @Nullable String variable;

  ModelListPrefix(
      String word, ProviderType type, @Nullable String address, @Nullable String variable) {
    this.word = word;
    this.type = type;
    this.address = address;
    this.variable = variable;
  }

  /** The word before the slash. */
  String word() {
    return word;
  }

  /** Where it is when {@code api_base} is absent; null where that must say. */
  @Nullable URI address() {
    return address == null ? type.address() : URI.create(address);
  }

  /** The variable that holds its key when {@code api_key} is absent; null for none. */
  @Nullable String variable() {
    return variable;
  }

  /** The kind of server at an address: what is not at OpenAI's own is only like it. */
  ProviderType typeAt(URI at) {
    return this == OPENAI && !at.equals(address()) ? ProviderType.OPENAI_COMPATIBLE : type;
  }

  /** The prefix of that word, or null. */
  static @Nullable ModelListPrefix of(String word) {
    for (ModelListPrefix prefix : values()) {
      if (prefix.word.equals(word)) {
        return prefix;
      }
    }
    return null;
  }

  static String words() {
    return Arrays.stream(values()).map(ModelListPrefix::word).collect(Collectors.joining(", "));
  }
}
