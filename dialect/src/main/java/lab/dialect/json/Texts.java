package lab.dialect.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be done to texts of a tree without decoding the long ones. */
public final class Texts {
  private Texts() {}

  /** The value where it is text, else its words; those of an object or a list are none. */
  public static JsonNode of(JsonNode value) {
    return value.isTextual() ? value : TextNode.valueOf(value.asText(""));
  }

  /** Whether it is a text without a character. */
  public static boolean isEmpty(JsonNode text) {
    return !(text instanceof RawText) && text.isTextual() && text.textValue().isEmpty();
  }

  /** Whether it is a text of white space or nothing. */
  public static boolean isBlank(JsonNode text) {
    return text.isTextual() && start(text, 1).isBlank() && text.textValue().isBlank();
  }

  /** Its first characters; all of it where that are fewer. */
  public static String start(JsonNode text, int most) {
    if (text instanceof RawText raw && isPlain(raw, most)) {
      return JsonText.raw(raw.json(), raw.from(), Math.min(raw.to(), raw.from() + most));
    }
    String all = text.asText();
    return all.substring(0, Math.min(all.length(), most));
  }

  /** The text without its first characters, of which it has that many. */
  public static JsonNode without(JsonNode text, int first) {
    if (text instanceof RawText raw && isPlain(raw, first)) {
      return raw.without(first);
    }
    return TextNode.valueOf(text.asText().substring(first));
  }

  /** Whether these first bytes are as many characters, which mean themselves. */
  private static boolean isPlain(RawText text, int first) {
    byte[] json = text.json();
    for (int i = text.from(); i < Math.min(text.to(), text.from() + first); i++) {
      if (json[i] < ' ' || json[i] == '\\') {
        return false;
      }
    }
    return true;
  }

  /** The texts with another between each two. */
  public static JsonNode joined(List<? extends JsonNode> texts, String between) {
    if (texts.size() == 1) {
      return texts.getFirst();
    }
    int length = 2;
    for (JsonNode text : texts) {
      length += between.length() * 2 + (text instanceof RawText raw ? raw.to() - raw.from() : 64);
    }
    var joined = new JsonBytes(length).raw("\"");
    for (int i = 0; i < texts.size(); i++) {
      joined.inside(i == 0 ? "" : between);
      if (texts.get(i) instanceof RawText raw) {
        joined.raw(raw.json(), raw.from(), raw.to());
      } else {
        joined.inside(texts.get(i).asText());
      }
    }
    byte[] json = joined.raw("\"").taken();
    return RawText.of(json, 1, json.length - 1);
  }

  /** A value as a text: its JSON. */
  public static JsonNode ofJson(JsonNode value) {
    byte[] json = new JsonBytes().quoted(Json.bytes(value)).taken();
    return RawText.of(json, 1, json.length - 1);
  }

  /** The object whose JSON a text is, or null. */
  public static @Nullable ObjectNode objectIn(JsonNode text) {
    return Json.objectOf(
        text instanceof RawText raw
            ? JsonText.unescaped(raw.json(), raw.from(), raw.to())
            : text.asText().getBytes(StandardCharsets.UTF_8));
  }
}
