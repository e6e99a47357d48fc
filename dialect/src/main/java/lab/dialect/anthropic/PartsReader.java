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
    ArrayNode parts = Json.object().putArray("content");
    if (content.isTextual()) {
      addText(content.textValue(), parts);
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
      case "text" -> addText(fitting.text(at + ".text", block.path("text")), out);
      case "image" -> readImage(at + ".source", block.path("source"), out);
      case "document" -> readDocument(at + ".source", block, out);
      case "search_result" -> out.addAll(of(at + ".content", block.path("content")));
      case "" -> fitting.reject(at + ".type", "is missing");
      default -> fitting.lose("messages." + type);
    }
  }

  private void addText(@Nullable String text, ArrayNode out) {
    if (text != null) {
      var unused = out.addObject().put("type", "text").put("text", text);
    }
  }

  private void readImage(String at, JsonNode source, ArrayNode out) {
    String url =
        switch (source.path("type").asText()) {
          case "base64" -> uri(at, source);
          case "url" -> fitting.text(at + ".url", source.path("url"));
          default -> {
            fitting.keepToOwn(at, "is known to Anthropic only; others take base64 or url");
            yield null;
          }
        };
    if (url != null) {
      out.addObject().put("type", "image_url").putObject("image_url").put("url", url);
    }
  }

  private void readDocument(String at, JsonNode block, ArrayNode out) {
    JsonNode source = block.path("source");
    switch (source.path("type").asText()) {
      case "text" -> addText(fitting.text(at + ".data", source.path("data")), out);
      case "content" -> out.addAll(of(at + ".content", source.path("content")));
      case "base64" -> {
        ObjectNode file = out.addObject().put("type", "file").putObject("file");
        file.put("filename", block.path("title").asText("document.pdf"));
        file.put("file_data", uri(at, source));
      }
      default -> fitting.keepToOwn(at, "is known to Anthropic only; others take base64 or text");
    }
  }

  private @Nullable String uri(String at, JsonNode source) {
    String type = fitting.text(at + ".media_type", source.path("media_type"));
    String data = fitting.text(at + ".data", source.path("data"));
    return type == null || data == null ? null : new DataUri(type, data).uri();
  }
}
