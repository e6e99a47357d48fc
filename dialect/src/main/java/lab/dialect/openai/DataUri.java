package lab.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lab.dialect.json.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Data that stands in a request itself: {@code data:image/png;base64,...}.
 *
 * @param mediaType in lower case, without parameters; empty where it is unknown
 * @param base64 the data
 */
public record DataUri(String mediaType, JsonNode base64) {
  private static final Set<String> IMAGES =
      Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

  /** Longer beginnings are no media type. */
  private static final int LONGEST_HEAD = 128;

  /** By no more of its base64 a usual image is known. */
  private static final int LONGEST_MARK = 8;

  /** The data of a URI, or null where it is none with base64. */
  public static @Nullable DataUri of(JsonNode uri) {
    String start = Texts.start(uri, LONGEST_HEAD);
    int comma = start.indexOf(',');
    if (comma < 0) {
      return null;
    }
    String head = start.substring(0, comma).toLowerCase(Locale.ROOT);
    if (!head.startsWith("data:") || !head.endsWith(";base64")) {
      return null;
    }
    String type = head.substring("data:".length(), head.indexOf(';'));
    JsonNode data = Texts.without(uri, comma + 1);
    return switch (type) {
      case "" -> ofBase64(data);
      case "image/jpg" -> new DataUri("image/jpeg", data);
      default -> new DataUri(type, data);
    };
  }

  /** Data without a type, which its first bytes tell where it is a usual image. */
  public static DataUri ofBase64(JsonNode base64) {
    return new DataUri(typeOf(Texts.start(base64, LONGEST_MARK)), base64);
  }

  private static String typeOf(String start) {
    if (start.startsWith("/9j/")) {
      return "image/jpeg";
    } else if (start.startsWith("iVBOR")) {
      return "image/png";
    } else if (start.startsWith("R0lGOD")) {
      return "image/gif";
    }
    return start.startsWith("UklGR") ? "image/webp" : "";
  }

  /** Whether it is an image of a type that all who read images know. */
  public boolean isImage() {
    return IMAGES.contains(mediaType);
  }

  /** The URI. */
  public JsonNode uri() {
    return Texts.joined(List.of(TextNode.valueOf("data:" + mediaType + ";base64,"), base64), "");
  }
}
