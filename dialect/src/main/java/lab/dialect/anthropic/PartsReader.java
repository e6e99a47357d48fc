package lab.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import lab.dialect.json.Json;
import lab.dialect.openai.DataUri;
import lab.dialect.openai.Fitting;
import org.jspecify.annotations.Nullable;

/** Blocks of a user's turn as OpenAI's parts. */
final class PartsReader {
  private final Fitting fitting;

  PartsReader(Fitting fitting) {
    this.fitting = fitting;
  }

  /** The parts of a content, which may be a text. */
  ArrayNode of(String at, JsonNode content) {
    ArrayNode parts = Json.array();
    if (content.isTextual()) {
      addText(at, content, parts);
    } else if (content.isArray()) {
      for (int i = 0; i < content.size(); i++) {
        read(at + "[" + i + "]", content.get(i), parts);
      }
    } else {
      fitting.wrongType(at, content, "a string or a list of blocks");
    }
    return parts;
  }

  void read(String at, JsonNode block, ArrayNode out) {
    String type = block.path("type").asText();
    switch (type) {
      case "text" -> addText(at + ".text", block.path("text"), out);
      case "image" -> readImage(at + ".source", block.path("source"), out);
      case "document" -> readDocument(at + ".source", block, out);
      case "search_result" -> out.addAll(of(at + ".content", block.path("content")));
      case "" -> fitting.reject(at + ".type", "is missing");
      default -> fitting.lose("messages." + type);
    }
  }

  private void addText(String at, JsonNode text, ArrayNode out) {
    if (fitting.isText(at, text)) {
      out.addObject().put("type", "text").set("text", text);
    }
  }

  private void readImage(String at, JsonNode source, ArrayNode out) {
    JsonNode url =
        switch (source.path("type").asText()) {
          case "base64" -> uri(at, source);
          case "url" -> fitting.isText(at + ".url", source.path("url")) ? source.get("url") : null;
          default -> {
            fitting.keepToOwn(at, "is known to Anthropic only; others take base64 or url");
            yield null;
          }
        };
    if (url != null) {
      out.addObject().put("type", "image_url").putObject("image_url").set("url", url);
    }
  }

  private void readDocument(String at, JsonNode block, ArrayNode out) {
    JsonNode source = block.path("source");
    switch (source.path("type").asText()) {
      case "text" -> addText(at + ".data", source.path("data"), out);
      case "content" -> out.addAll(of(at + ".content", source.path("content")));
      case "base64" -> {
        ObjectNode file = out.addObject().put("type", "file").putObject("file");
        file.put("filename", block.path("title").asText("document.pdf"));
        file.set("file_data", uri(at, source));
      }
      default -> fitting.keepToOwn(at, "is known to Anthropic only; others take base64 or text");
    }
  }

  private @Nullable JsonNode uri(String at, JsonNode source) {
    String type = fitting.text(at + ".media_type", source.path("media_type"));
    JsonNode data = source.path("data");
    boolean isText = fitting.isText(at + ".data", data);
    return type == null || !isText ? null : new DataUri(type, data).uri();
  }
}
