package lab.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.StringJoiner;
import lab.dialect.openai.Fitting;
import org.jspecify.annotations.Nullable;

/** A message's content: text parts are joined by newlines, images stand beside the text. */
final class MessageContent {
  private MessageContent() {}

  static void write(String field, JsonNode content, Fitting fitting, ObjectNode message) {
    if (content.isTextual()) {
      message.set("content", content);
      return;
    }
    if (!content.isArray()) {
      fitting.wrongType(field, content, "a string or a list of parts");
      return;
    }
    var text = new StringJoiner("\n");
    for (int i = 0; i < content.size(); i++) {
      writePart(field + "[" + i + "]", content.get(i), fitting, message, text);
    }
    message.put("content", text.toString());
  }

  private static void writePart(
      String at, JsonNode part, Fitting fitting, ObjectNode message, StringJoiner text) {
    if (part.isTextual()) {
      text.add(part.textValue());
      return;
    }
    String type = part.path("type").asText();
    switch (type) {
      case "text", "input_text", "output_text" ->
          add(text, fitting.text(at + ".text", part.path("text")));
      case "refusal" -> add(text, fitting.text(at + ".refusal", part.path("refusal")));
      case "image_url", "input_image" -> {
        String image = image(at + ".image_url", part.path("image_url"), fitting);
        if (image != null) {
          message.withArray("images").add(image);
        }
      }
      case "" -> fitting.reject(at + ".type", "is missing");
      default -> fitting.lose("messages.content." + type);
    }
  }

  private static void add(StringJoiner text, @Nullable String more) {
    if (more != null) {
      text.add(more);
    }
  }

  /** The bare base64 that Ollama takes, or null and the request rejected. */
  private static @Nullable String image(String field, JsonNode value, Fitting fitting) {
    // An object with the address in it, or the bare address.
    String url = fitting.text(field, value.isObject() ? value.path("url") : value);
    if (url == null) {
      return null;
    }
    String begin = url.substring(0, Math.min(url.length(), 128)).toLowerCase(Locale.ROOT);
    if (begin.startsWith("http://") || begin.startsWith("https://")) {
      fitting.reject(
          field,
          "is an http(s) address; this provider takes images only as data: URIs with base64");
      return null;
    }
    if (begin.startsWith("data:")) {
      int comma = begin.indexOf(',');
      if (comma > 0 && begin.substring(0, comma).endsWith(";base64")) {
        return url.substring(comma + 1);
      }
    } else if (!begin.contains(":") && !url.isEmpty()) {
      return url;
    }
    fitting.reject(field, "must be a data: URI with base64");
    return null;
  }
}
