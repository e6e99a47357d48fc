package lab.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lab.dialect.json.Texts;
import lab.dialect.openai.DataUri;
import lab.dialect.openai.Fitting;
import org.jspecify.annotations.Nullable;

/** A message's content: text parts are joined by newlines, images stand beside the text. */
final class MessageContent {
  /** No scheme of an address ends later. */
  private static final int LONGEST_SCHEME = 128;

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
    var texts = new ArrayList<JsonNode>();
    for (int i = 0; i < content.size(); i++) {
      writePart(field + "[" + i + "]", content.get(i), fitting, message, texts);
    }
    message.set("content", Texts.joined(texts, "\n"));
  }

  private static void writePart(
      String at, JsonNode part, Fitting fitting, ObjectNode message, List<JsonNode> texts) {
    if (part.isTextual()) {
      texts.add(part);
      return;
    }
    String type = part.path("type").asText();
    switch (type) {
      case "text", "input_text", "output_text" -> {
        if (fitting.isText(at + ".text", part.path("text"))) {
          texts.add(part.get("text"));
        }
      }
      case "refusal" -> {
        if (fitting.isText(at + ".refusal", part.path("refusal"))) {
          texts.add(part.get("refusal"));
        }
      }
      case "image_url", "input_image" -> {
        JsonNode image = image(at + ".image_url", part.path("image_url"), fitting);
        if (image != null) {
          message.withArray("images").add(image);
        }
      }
      case "" -> fitting.reject(at + ".type", "is missing");
      default -> fitting.lose("messages.content." + type);
    }
  }

  /** The bare base64 that Ollama takes, or null and the request rejected. */
  private static @Nullable JsonNode image(String field, JsonNode value, Fitting fitting) {
    // An object with the address in it, or the bare address.
    JsonNode url = value.isObject() ? value.path("url") : value;
    if (!fitting.isText(field, url)) {
      return null;
    }
    String begin = Texts.start(url, LONGEST_SCHEME).toLowerCase(Locale.ROOT);
    if (begin.startsWith("http://") || begin.startsWith("https://")) {
      fitting.reject(
          field,
          "is an http(s) address; this provider takes images only as data: URIs with base64");
      return null;
    }
    DataUri data = DataUri.of(url);
    if (data != null) {
      return data.base64();
    }
    if (!begin.contains(":") && !begin.isEmpty()) {
      return url;
    }
    fitting.reject(field, "must be a data: URI with base64");
    return null;
  }
}
