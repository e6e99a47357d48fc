package lab.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lab.contract.Operation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a request would say, as options of {@code lab route}. */
final class RequestOptions {
  private static final int MOST_TOKENS = 1_000_000;
  private static final int MOST_IN_BATCH = 2_048;
  private static final int MOST_BYTES = 8 << 20;

  @Option(
      names = "--operation",
      defaultValue = "chat",
      description =
          "chat, completion or embedding, or what passes as it is: rerank, moderation,"
              + " transcription, translation, speech, image_generation, image_edit or"
              + " image_variation (default: ${DEFAULT-VALUE})")
  private Operation operation = Operation.CHAT;

  @Option(names = "--capability", description = "as with \"capability\": \"NAME\" in the body")
  private @Nullable String capability;

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "as with this header; may be repeated")
  private Map<String, String> headers = Map.of();

  @Option(
      names = "--metadata",
      paramLabel = "KEY=VALUE",
      description = "as with this entry of the body's metadata; may be repeated")
  private Map<String, String> metadata = Map.of();

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "as with this one among metadata.tags; may be repeated")
  private List<String> tags = List.of();

  @Option(names = "--user", paramLabel = "NAME", description = "as with \"user\": \"NAME\"")
  private @Nullable String user;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      description = "as for a prompt of so many tokens, in one message; at most " + MOST_TOKENS)
  private @Nullable Integer tokens;

  @Option(
      names = "--prompt",
      paramLabel = "FILE",
      description =
          "as for the text of this file in one message: its length and its structure count")
  private @Nullable Path prompt;

  @Option(names = "--code", description = "as for a prompt with a block of code in it")
  private boolean code;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      defaultValue = "0",
      description = "as with \"max_tokens\": N")
  private int maxTokens;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "as with \"n\": N, or for N inputs of an embedding; at most " + MOST_IN_BATCH)
  private int batch = 1;

  @Option(names = "--stream", description = "as for a stream")
  private boolean stream;

  @Option(
      names = "--fallbacks",
      split = ",",
      paramLabel = "MODEL",
      description = "the client's own fallbacks")
  private List<String> fallbacks = List.of();

  @Option(names = "--disable-fallbacks", description = "as with \"disable_fallbacks\": true")
  private boolean disableFallbacks;

  Operation operation() {
    return operation;
  }

  /**
   * The request that they describe.
   *
   * @param model what it asks for; null or empty for no model
   * @throws Told where they describe none
   */
  AskedRequest request(@Nullable String model) {
    if (tokens != null && prompt != null) {
      throw new Told(2, "--tokens says how long a prompt is and --prompt which one; give one");
    }
    requireWithin("--tokens", tokens == null ? 0 : tokens, 0, MOST_TOKENS);
    requireWithin("--batch", batch, 1, MOST_IN_BATCH);
    requireWithin("--max-tokens", maxTokens, 0, Integer.MAX_VALUE);
    RequestBody body = new RequestBody(operation, text(), batch);
    body.put("model", model == null || model.isEmpty() ? null : model);
    body.put("capability", capability);
    body.put("user", user);
    body.put("stream", stream ? true : null);
    body.put("max_tokens", maxTokens > 0 ? maxTokens : null);
    body.put("fallbacks", fallbacks.isEmpty() ? null : fallbacks);
    body.put("disable_fallbacks", disableFallbacks ? true : null);
    body.put("metadata", metadata.isEmpty() && tags.isEmpty() ? null : allMetadata());
    return new AskedRequest(operation, body.written(), lowerCase(headers), told());
  }

  /** The tokens that the question states, or null where they are those of a text. */
  private @Nullable Integer told() {
    return prompt != null ? null : Integer.valueOf(tokens == null ? 0 : tokens);
  }

  private static void requireWithin(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new Told(2, "%s is %d; it must be from %d to %d".formatted(option, value, least, most));
    }
  }

  private Map<String, Object> allMetadata() {
    Map<String, Object> all = new HashMap<>(metadata);
    if (!tags.isEmpty()) {
      all.put("tags", tags);
    }
    return all;
  }

  private String text() {
    String block = code ? "```\ncode\n```\n" : "";
    // A short common word is a token.
    return block
        + (prompt == null
            ? "word ".repeat(Math.max(1, tokens == null ? 0 : tokens)).strip()
            : text(prompt));
  }

  private static String text(Path file) {
    try {
      long bytes = Files.size(file);
      if (bytes > MOST_BYTES) {
        throw new Told(
            2, "--prompt is %s of %d bytes; at most %d".formatted(file, bytes, MOST_BYTES));
      }
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new Told(2, "--prompt is " + file + ", which can not be read as text: " + unreadable);
    }
  }

  private static Map<String, String> lowerCase(Map<String, String> headers) {
    Map<String, String> lower = new HashMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    return lower;
  }
}
