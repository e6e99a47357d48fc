package lab.health.poll;

import java.util.List;
import lab.config.Provider;
import org.jspecify.annotations.Nullable;

/**
 * What a provider is asked in one poll: free endpoints only.
 *
 * @param state where it says how it is, as a URL, or null where its list says enough
 * @param list where it lists its models, as a URL
 * @param shape the shape of the list
 * @param more where it tells more of itself, in the order in which it is asked: what a later answer
 *     tells of the same thing counts
 */
record Endpoints(@Nullable String state, String list, ModelList shape, List<More> more) {
  private static final String OLLAMA_LIST = "/api/tags";
  private static final String OPENAI_LIST = "/v1/models";

  /** It gives 20 at a time otherwise. */
  private static final String ANTHROPIC_LIST = "/v1/models?limit=1000";

  /** Ollama's cloud has nothing in memory and would only be asked once more for nothing. */
  private static final String CLOUD_HOST = "ollama.com";

  /**
   * One more question, asked of who is up. No answer, or none that can be read, is no failure.
   *
   * @param url where
   * @param detail what the answer tells
   */
  record More(String url, Detail detail) {}

  /** The endpoints of a provider. */
  static Endpoints of(Provider provider) {
    return switch (provider.type()) {
      case OLLAMA -> of(provider, null, OLLAMA_LIST, ModelList.OLLAMA);
      case LLAMA_CPP, VLLM -> of(provider, "/health", OPENAI_LIST, ModelList.OPENAI);
      case OPENAI, OPENAI_COMPATIBLE, OPENROUTER ->
          of(provider, null, OPENAI_LIST, ModelList.OPENAI);
      case ANTHROPIC -> of(provider, null, ANTHROPIC_LIST, ModelList.OPENAI);
    };
  }

  private static Endpoints of(
      Provider provider, @Nullable String state, String list, ModelList shape) {
    String written = provider.healthEndpoint();
    String own = written == null || written.startsWith("/") ? written : "/" + written;
    String asked = own == null ? state : list.replaceFirst("\\?.*", "").equals(own) ? null : own;
    String base = provider.baseUrl().toString();
    return new Endpoints(asked == null ? null : base + asked, base + list, shape, more(provider));
  }

  private static List<More> more(Provider provider) {
    String base = provider.baseUrl().toString();
    return switch (provider.type()) {
      case OLLAMA ->
          CLOUD_HOST.equalsIgnoreCase(provider.baseUrl().getHost())
              ? List.of()
              : List.of(new More(base + "/api/ps", Detail.IN_MEMORY));
      // Either of the last two may be closed; the gauges also tell who waits.
      case LLAMA_CPP ->
          List.of(
              new More(base + "/props", Detail.SLOTS),
              new More(base + "/slots", Detail.BUSY_SLOTS),
              new More(base + "/metrics", Detail.LOAD));
      // It tells its load and not its limits.
      case VLLM -> List.of(new More(base + "/metrics", Detail.LOAD));
      case OPENROUTER -> List.of(new More(base + "/v1/key", Detail.CREDITS));
      case OPENAI, OPENAI_COMPATIBLE, ANTHROPIC -> List.of();
    };
  }
}
