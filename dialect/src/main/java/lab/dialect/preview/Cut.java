package lab.dialect.preview;

/** Cuts texts to a length. */
final class Cut {
  private Cut() {}

  /** The beginning of a text: at most so many characters, and no half of a pair at its end. */
  static String of(CharSequence text, int most) {
    if (text.length() <= most) {
      return text.toString();
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.subSequence(0, end).toString();
  }
}
