package lab.dialect.failure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a provider's error body that decide what it means, whatever form the body has.
 *
 * @param message the provider's words, empty where it has none
 * @param code the error's code, numbers as text, or null
 * @param param the parameter complained of, or null
 * @param status the 4xx or 5xx that the body names, 0 where it names none
 * @param names every word of the body that classifies, in lower case: types, codes, sources
 * @param moderated whether it carries a moderation's findings
 * @param retryable what the body says about another try, or null
 * @param retryAfter when the body says another try is worth it, in seconds as text, or null
 */
record ErrorBody(
    String message,
    @Nullable String code,
    @Nullable String param,
    int status,
    Set<String> names,
    boolean moderated,
    @Nullable Boolean retryable,
    @Nullable String retryAfter) {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * No tag reaches over another one's begin: each character is looked at once, not once per tag.
   */
  private static final Pattern TITLE =
      Pattern.compile("<title[^<>]*+>([^<]*+)", Pattern.CASE_INSENSITIVE);

  /** Longer raw texts are not looked through; a message is cut far below this anyway. */
  private static final int LONGEST_TEXT = 16 * 1024;

  ErrorBody {
    names = Set.copyOf(names);
  }

  static ErrorBody read(byte[] body) {
    JsonNode root = tree(body);
    if (root.isArray()) {
      // Some fronts wrap the error object in a list of one.
      root = root.path(0);
    }
    return root.isObject() ? ofJson(root) : ofText(body);
  }

  private static JsonNode tree(byte[] body) {
    try {
      JsonNode root = JSON.readTree(body);
      return root == null ? MissingNode.getInstance() : root;
    } catch (JsonProcessingException notJson) {
      return MissingNode.getInstance();
    } catch (IOException notBytes) {
      return MissingNode.getInstance();
    }
  }

  private static ErrorBody ofText(byte[] body) {
    int length = Math.min(body.length, LONGEST_TEXT);
    String text = new String(body, 0, length, StandardCharsets.UTF_8);
    Matcher title = TITLE.matcher(text);
    String message = title.find() ? title.group(1) : text;
    return new ErrorBody(message.strip(), null, null, 0, Set.of(), false, null, null);
  }

  private static ErrorBody ofJson(JsonNode root) {
    JsonNode error = errorIn(root);
    // Flat bodies carry type, code and message beside each other at the top.
    JsonNode holder = error.isObject() ? error : root;
    JsonNode metadata = holder.path("metadata");
    JsonNode availability = firstObject("availability", root, error, metadata);
    Set<String> names = new HashSet<>();
    add(names, text(holder.path("type")));
    add(names, text(holder.path("code")));
    add(names, text(holder.path("status")));
    add(names, text(root.path("error_type")));
    add(names, text(metadata.path("error_type")));
    add(names, text(metadata.path("provider_code")));
    add(names, text(metadata.path("limit_source")));
    add(names, text(holder.path("details").path("error_code")));
    add(names, text(availability.path("code")));
    return new ErrorBody(
        message(root, error),
        text(holder.path("code")),
        text(holder.path("param")),
        status(holder, root),
        names,
        says(metadata.path("reasons")) || says(metadata.path("flagged_input")),
        availability.path("retryable").isBoolean()
            ? availability.path("retryable").booleanValue()
            : null,
        firstText(availability.path("retry_after"), holder.path("retry_after")));
  }

  private static JsonNode errorIn(JsonNode root) {
    if (says(root.path("error"))) {
      return root.path("error");
    }
    for (JsonNode choice : root.path("choices")) {
      if (says(choice.path("error"))) {
        return choice.path("error");
      }
    }
    return MissingNode.getInstance();
  }

  private static String message(JsonNode root, JsonNode error) {
    JsonNode detail = root.path("detail");
    String found =
        firstText(
            error.path("message"), error, detail, detail.path(0).path("msg"), root.path("message"));
    return found == null ? "" : found.strip();
  }

  private static int status(JsonNode holder, JsonNode root) {
    for (JsonNode from : new JsonNode[] {holder, root}) {
      for (String name : new String[] {"code", "status", "status_code"}) {
        int status = from.path(name).asInt(0);
        if (status >= 400 && status <= 599) {
          return status;
        }
      }
    }
    return 0;
  }

  private static JsonNode firstObject(String name, JsonNode... holders) {
    for (JsonNode holder : holders) {
      if (holder.path(name).isObject()) {
        return holder.path(name);
      }
    }
    return MissingNode.getInstance();
  }

  private static @Nullable String firstText(JsonNode... nodes) {
    for (JsonNode node : nodes) {
      String text = text(node);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** Texts and numbers alike: providers do not agree which of them a code is. */
  private static @Nullable String text(JsonNode node) {
    boolean worded = node.isTextual() && !node.textValue().isBlank();
    return worded || node.isNumber() ? node.asText() : null;
  }

  private static void add(Set<String> names, @Nullable String name) {
    if (name != null) {
      names.add(name.toLowerCase(Locale.ROOT));
    }
  }

  /** Truthy: {@code "error": null} and its like are no error. */
  private static boolean says(JsonNode node) {
    return switch (node.getNodeType()) {
      case MISSING, NULL -> false;
      case BOOLEAN -> node.booleanValue();
      case STRING -> !node.textValue().isEmpty();
      case NUMBER -> node.doubleValue() != 0;
      case ARRAY, OBJECT -> !node.isEmpty();
      case BINARY, POJO -> true;
    };
  }
}
