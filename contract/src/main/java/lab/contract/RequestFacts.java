package lab.contract;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request says that rules may ask for. Estimates and counts, and the values of those headers
 * and metadata entries that the configuration's rules name; never text of a prompt.
 *
 * @param promptTokens estimated tokens of the whole prompt, images not counted
 * @param lastMessageTokens estimated tokens of the last user message
 * @param lastMessageStructured the last user message has a code block or names two files
 * @param structured the prompt as a whole has structure: code blocks, several files, numbered
 *     steps, or a deep conversation
 * @param outputTokens the most tokens that the client wants back, or 0 where it does not say
 * @param batchSize {@code n}, or the number of prompts or inputs; at least 1
 * @param user the body's {@code user}, or null
 * @param headers values by lower-case name, of the headers that rules read
 * @param metadata values by key, of the metadata that rules read
 * @param tags {@code metadata.tags} and the header {@code x-litellm-tags}
 */
public record RequestFacts(
    int promptTokens,
    int lastMessageTokens,
    boolean lastMessageStructured,
    boolean structured,
    int outputTokens,
    int batchSize,
    @Nullable String user,
    Map<String, String> headers,
    Map<String, String> metadata,
    List<String> tags) {
  /** A request that says nothing. */
  public static final RequestFacts NONE =
      new RequestFacts(0, 0, false, false, 0, 1, null, Map.of(), Map.of(), List.of());

  public RequestFacts {
    headers = Map.copyOf(headers);
    metadata = Map.copyOf(metadata);
    tags = List.copyOf(tags);
  }
}
