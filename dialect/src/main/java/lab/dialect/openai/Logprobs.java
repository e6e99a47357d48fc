package lab.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import lab.dialect.json.Json;
import lab.dialect.json.JsonBytes;
import org.jspecify.annotations.Nullable;

/** Log probabilities in the two forms that OpenAI has for them. */
final class Logprobs {

  private Logprobs() {}

  /** The form of a chat: {@code {"content":[...],"refusal":null}}. */
  static ObjectNode ofChat(Iterable<JsonNode> tokens) {
    ObjectNode form = Json.object();
    ArrayNode content = form.putArray("content");
    for (JsonNode token : tokens) {
      ObjectNode entry = content.addObject();
      fill(entry, token);
      ArrayNode top = entry.putArray("top_logprobs");
      token.path("top_logprobs").forEach(other -> fill(top.addObject(), other));
    }
    form.putNull("refusal");
    return form;
  }

  private static void fill(ObjectNode entry, JsonNode token) {
    entry.put("token", token.path("token").asText());
    entry.put("logprob", token.path("logprob").asDouble());
    JsonNode bytes = token.path("bytes");
    entry.set("bytes", bytes.isArray() ? bytes : NullNode.getInstance());
  }

  /**
   * The form of a completion: four lists of equal length.
   *
   * @param offset where in the answer's text the first token begins, in characters
   */
  static ObjectNode ofText(Iterable<JsonNode> tokens, int offset) {
    ObjectNode form = Json.object();
    ArrayNode texts = form.putArray("tokens");
    ArrayNode values = form.putArray("token_logprobs");
    ArrayNode tops = form.putArray("top_logprobs");
    ArrayNode offsets = form.putArray("text_offset");
    int at = offset;
    for (JsonNode token : tokens) {
      String text = token.path("token").asText();
      texts.add(text);
      values.add(token.path("logprob").asDouble());
      ObjectNode top = tops.addObject();
      for (JsonNode other : token.path("top_logprobs")) {
        top.put(other.path("token").asText(), other.path("logprob").asDouble());
      }
      offsets.add(at);
      at += characters(text);
    }
    return form;
  }

  /** Writes one of these forms; null where there is none. */
  static void write(@Nullable JsonNode form, JsonBytes out) {
    if (form == null) {
      out.raw("null");
    } else {
      out.value(form);
    }
  }

  /** Characters as clients count them: a surrogate pair is one. */
  static int characters(String text) {
    return text.codePointCount(0, text.length());
  }
}
