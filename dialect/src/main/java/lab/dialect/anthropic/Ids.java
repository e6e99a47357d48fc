package lab.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Ids of tool calls as Anthropic takes them. */
final class Ids {
  private static final Pattern TAKEN = Pattern.compile("[A-Za-z0-9_-]+");

  private Ids() {}

  /** The same for the same id, so that a result finds its call, and different for others. */
  static String ofCall(JsonNode id) {
    String given = id.asText("");
    if (TAKEN.matcher(given).matches()) {
      return given;
    }
    byte[] bytes = given.getBytes(StandardCharsets.UTF_8);
    return "call_b64_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** For the calls of an older form, which have no id: the function's name finds them. */
  static String ofFunction(JsonNode name) {
    return "function_" + ofCall(name);
  }
}
