package lab.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/**
 * Knows of the patterns so far which later ones can never be reached: the same one again, what
 * begins with a text that an earlier one takes whatever follows, and anything after one that takes
 * every name. It does not compare languages: what it does not tell may be unreachable still.
 */
final class PatternShadows {
  /** What is left of patterns that match every name, their anchors removed. */
  private static final Set<String> CATCH_ALL = Set.of("", ".*", ".+");

  private static final String SPECIAL = ".[]()*+?{}|^$\\";
  private static final String REPEATS = "*+?{";

  private final Map<String, SourceRef> seen = new HashMap<>();
  private final Map<String, SourceRef> prefixes = new HashMap<>();
  private @Nullable SourceRef catchAll;

  /** Why a pattern can never be reached, or null; from then on it stands before the later ones. */
  @Nullable String add(String pattern, SourceRef at) {
    String reason = reason(pattern);
    seen.putIfAbsent(pattern, at);
    if (catchAll == null && CATCH_ALL.contains(pattern.replaceAll("^\\^|\\$$", ""))) {
      catchAll = at;
    }
    String head = head(pattern);
    String rest = withoutAnchor(pattern).substring(written(pattern));
    if (!head.isEmpty() && (rest.isEmpty() || rest.equals(".*") || rest.equals(".*$"))) {
      prefixes.putIfAbsent(head, at);
    }
    return reason;
  }

  private @Nullable String reason(String pattern) {
    SourceRef same = seen.get(pattern);
    if (same != null) {
      return "the same pattern stands at " + same;
    }
    if (catchAll != null) {
      return "every name matches at " + catchAll;
    }
    String head = head(pattern);
    for (int end = 1; end <= head.length(); end++) {
      SourceRef prefix = prefixes.get(head.substring(0, end));
      if (prefix != null) {
        return "whatever begins with \"%s\" matches at %s"
            .formatted(head.substring(0, end), prefix);
      }
    }
    return null;
  }

  /** The text that every match begins with; empty where that is not plain to see. */
  static String head(String pattern) {
    if (pattern.contains("|")) {
      return "";
    }
    String text = withoutAnchor(pattern).substring(0, written(pattern));
    return text.replaceAll("\\\\(.)", "$1");
  }

  /** The one name that a pattern matches, or null where it may match others. */
  static @Nullable String onlyName(String pattern) {
    String rest = withoutAnchor(pattern).substring(written(pattern));
    return rest.equals("$") && !pattern.contains("|") ? head(pattern) : null;
  }

  private static String withoutAnchor(String pattern) {
    return pattern.startsWith("^") ? pattern.substring(1) : pattern;
  }

  /** How many characters of a pattern, after its anchor, are text and escaped punctuation. */
  private static int written(String pattern) {
    String text = withoutAnchor(pattern);
    int end = 0;
    while (end < text.length()) {
      boolean escaped =
          text.charAt(end) == '\\'
              && end + 1 < text.length()
              && SPECIAL.indexOf(text.charAt(end + 1)) >= 0;
      int next = end + (escaped ? 2 : 1);
      boolean plain = escaped || SPECIAL.indexOf(text.charAt(end)) < 0;
      boolean repeated = next < text.length() && REPEATS.indexOf(text.charAt(next)) >= 0;
      if (!plain || repeated) {
        return end;
      }
      end = next;
    }
    return end;
  }
}
