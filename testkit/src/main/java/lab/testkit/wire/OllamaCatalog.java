package lab.testkit.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What Ollama says of its models: {@code /api/tags}, {@code /api/ps}, {@code /api/show}. */
public final class OllamaCatalog {
  private static final long BYTES = 4_920_000_000L;

  private OllamaCatalog() {}

  /** Models that are on the disk. */
  public static ObjectNode tags(List<String> names, Instant modified) {
    ArrayNode models = Json.array();
    names.forEach(name -> models.add(entry(name).put("modified_at", modified.toString())));
    return Json.object().set("models", models);
  }

  /** Models that are in memory. */
  public static ObjectNode ps(List<String> names, Instant expires) {
    ArrayNode models = Json.array();
    for (String name : names) {
      models.add(
          entry(name)
              .put("expires_at", expires.toString())
              .put("size_vram", BYTES)
              .put("context_length", 4_096));
    }
    return Json.object().set("models", models);
  }

  /** One model. */
  public static ObjectNode show(String description, Instant modified, List<String> capabilities) {
    ObjectNode body =
        Json.object().put("license", description).put("modified_at", modified.toString());
    body.set("details", details());
    body.set("model_info", Json.object().put("llama.context_length", 8_192));
    ArrayNode can = body.putArray("capabilities");
    capabilities.forEach(can::add);
    return body;
  }

  private static ObjectNode entry(String name) {
    ObjectNode entry = Json.object().put("name", name).put("model", name).put("size", BYTES);
    String digest = String.format(Locale.ROOT, "%08x", name.hashCode()).repeat(8);
    return entry.put("digest", digest).set("details", details());
  }

  private static ObjectNode details() {
    ObjectNode details =
        Json.object().put("parent_model", "").put("format", "gguf").put("family", "llama");
    details.set("families", Json.array().add("llama"));
    return details.put("parameter_size", "8.0B").put("quantization_level", "Q4_K_M");
  }
}
