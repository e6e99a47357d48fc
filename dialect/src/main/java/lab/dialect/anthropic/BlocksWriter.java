package lab.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import lab.dialect.json.Json;
import lab.dialect.json.Texts;
import lab.dialect.openai.DataUri;
import lab.dialect.openai.Fitting;
import org.jspecify.annotations.Nullable;

/** Contents of messages as Anthropic's blocks. Empty texts are left out: it refuses them. */
final class BlocksWriter {
  private final Fitting fitting;

  BlocksWriter(Fitting fitting) {
    this.fitting = fitting;
  }

  ArrayNode of(String at, JsonNode content) {
    ArrayNode blocks = Json.array();
    write(at, content, blocks);
    return blocks;
  }

  void write(String at, JsonNode content, ArrayNode out) {
    if (content.isTextual()) {
      addText(content, out);
    } else if (content.isArray()) {
      for (int i = 0; i < content.size(); i++) {
        writePart(at + "[" + i + "]", content.get(i), out);
      }
    } else if (!content.isNull() && !content.isMissingNode()) {
      fitting.wrongType(at, content, "a string or a list of parts");
    }
  }

  void addText(JsonNode text, ArrayNode out) {
    if (!Texts.isEmpty(text)) {
      out.addObject().put("type", "text").set("text", text);
    }
  }

  private void writePart(String at, JsonNode part, ArrayNode out) {
    if (part.isTextual()) {
      addText(part, out);
      return;
    }
    int before = out.size();
    switch (part.path("type").asText()) {
      case "text", "input_text", "output_text" -> writeText(at + ".text", part.path("text"), out);
      case "refusal" -> writeText(at + ".refusal", part.path("refusal"), out);
      case "image_url", "input_image" -> writeImage(at + ".image_url", part.path("image_url"), out);
      case "file" -> writeFile(at + ".file", part.path("file"), out);
      case "input_audio" ->
          fitting.reject(at, "is audio; this provider takes texts, images and PDF files");
      case "" -> fitting.reject(at + ".type", "is missing");
      default -> fitting.lose("messages.content." + part.path("type").asText());
    }
    if (out.size() > before && part.path("cache_control").isObject()) {
      ((ObjectNode) out.get(before)).set("cache_control", part.get("cache_control"));
    }
  }

  private void writeText(String at, JsonNode value, ArrayNode out) {
    if (fitting.isText(at, value)) {
      addText(value, out);
    }
  }

  private void writeImage(String at, JsonNode value, ArrayNode out) {
    JsonNode url = value.isObject() ? value.path("url") : value;
    if (!fitting.isText(at, url)) {
      return;
    }
    String begin = Texts.start(url, "https://".length()).toLowerCase(Locale.ROOT);
    if (begin.startsWith("http://") || begin.startsWith("https://")) {
      source(out, "image", "url").set("url", url);
      return;
    }
    DataUri image = DataUri.of(url);
    if (image == null || !image.isImage()) {
      fitting.reject(
          at, "must be an http(s) address or a data: URI with base64 of a JPEG, PNG, GIF or WebP");
      return;
    }
    source(out, "image", "base64").put("media_type", image.mediaType()).set("data", image.base64());
  }

  private void writeFile(String at, JsonNode file, ArrayNode out) {
    DataUri data = DataUri.of(file.path("file_data"));
    if (data == null || !data.mediaType().equals("application/pdf")) {
      fitting.reject(at, "must have a PDF as a data: URI with base64 in file_data");
      return;
    }
    source(out, "document", "base64")
        .put("media_type", data.mediaType())
        .set("data", data.base64());
    if (file.path("filename").isTextual()) {
      ((ObjectNode) out.get(out.size() - 1)).set("title", file.get("filename"));
    }
  }

  private static ObjectNode source(ArrayNode out, String type, String kind) {
    return out.addObject().put("type", type).putObject("source").put("type", kind);
  }

  /** The result of a tool, or null and the request rejected. */
  @Nullable ObjectNode result(String at, String id, JsonNode content) {
    ObjectNode result = Json.object().put("type", "tool_result").put("tool_use_id", id);
    if (content.isTextual()) {
      result.set("content", content);
    } else {
      ArrayNode blocks = of(at + ".content", content);
      if (!blocks.isEmpty()) {
        result.set("content", blocks);
      }
    }
    return result;
  }

  void addCall(String at, JsonNode call, ArrayNode out) {
    String type = call.path("type").asText("function");
    if (type.equals("function")) {
      addUse(at + ".function", Ids.ofCall(call.path("id")), call.path("function"), out);
    } else {
      fitting.lose("messages.tool_calls." + type);
    }
  }

  void addUse(String at, String id, JsonNode function, ArrayNode out) {
    String name = fitting.text(at + ".name", function.path("name"));
    if (name != null) {
      ObjectNode use = out.addObject().put("type", "tool_use").put("id", id).put("name", name);
      use.set("input", input(function.path("arguments")));
    }
  }

  /** OpenAI has them as text, Anthropic as an object. What no object is, stays readable in one. */
  private ObjectNode input(JsonNode arguments) {
    if (arguments instanceof ObjectNode object) {
      return object;
    }
    JsonNode text = Texts.of(arguments);
    ObjectNode parsed = Texts.isBlank(text) ? Json.object() : Texts.objectIn(text);
    if (parsed == null) {
      fitting.lose("messages.tool_calls.arguments");
      return Json.object().set("arguments", text);
    }
    return parsed;
  }
}
