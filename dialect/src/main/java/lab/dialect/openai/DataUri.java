package lab.dialect.openai;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Data that stands in a request itself: {@code data:image/png;base64,...}.
 *
 * @param mediaType in lower case, without parameters; empty where it is unknown
 * @param base64 the data
 */
public record DataUri(String mediaType, String base64) {
  private static final Set<String> IMAGES =
      Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

  /** Longer beginnings are no media type. */
  private static final int LONGEST_HEAD = 128;

  /** The data of a URI, or null where it is none with base64. */
  public static @Nullable DataUri of(String uri) {
    int comma = uri.substring(0, Math.min(uri.length(), LONGEST_HEAD)).indexOf(',');
    if (comma < 0) {
      return null;
    }
    String head = uri.substring(0, comma).toLowerCase(Locale.ROOT);
    if (!head.startsWith("data:") || !head.endsWith(";base64")) {
      return null;
    }
    String type = head.substring("data:".length(), head.indexOf(';'));
    String data = uri.substring(comma + 1);
    return switch (type) {
      case "" -> ofBase64(data);
      case "image/jpg" -> new DataUri("image/jpeg", data);
      default -> new DataUri(type, data);
    };
  }

  /** Data without a type, which its first bytes tell where it is a usual image. */
  public static DataUri ofBase64(String base64) {
    return new DataUri(typeOf(base64), base64);
  }

  private static String typeOf(String base64) {
    if (base64.startsWith("/9j/")) {
      return "image/jpeg";
    } else if (base64.startsWith("iVBOR")) {
      return "image/png";
    } else if (base64.startsWith("R0lGOD")) {
      return "image/gif";
    }
    return base64.startsWith("UklGR") ? "image/webp" : "";
  }

  /** Whether it is an image of a type that all who read images know. */
  public boolean isImage() {
    return IMAGES.contains(mediaType);
  }

  /** The URI. */
  public String uri() {
    return "data:" + mediaType + ";base64," + base64;
  }
}
