package lab.dialect.anthropic;

/** Follows JSON that comes in parts, to know when the value is complete. */
final class JsonDepth {
  private int depth;
  private boolean begun;
  private boolean inText;
  private boolean escaped;

  /** Takes the next part. */
  void add(String part) {
    for (int i = 0; i < part.length(); i++) {
      take(part.charAt(i));
    }
  }

  private void take(char c) {
    if (escaped) {
      escaped = false;
    } else if (inText) {
      escaped = c == '\\';
      inText = c != '"';
    } else {
      switch (c) {
        case '"' -> inText = true;
        case '{', '[' -> {
          depth++;
          begun = true;
        }
        case '}', ']' -> depth--;
        default -> {}
      }
    }
  }

  /** Whether an object or a list has come with its end. */
  boolean isComplete() {
    return begun && depth <= 0;
  }
}
