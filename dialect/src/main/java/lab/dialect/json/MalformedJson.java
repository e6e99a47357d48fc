package lab.dialect.json;

/**
 * A text is not JSON (RFC 8259, UTF-8), or is nested too deeply. Says where and what should have
 * been there, never what was: that may be a prompt.
 */
public final class MalformedJson extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param offset bytes from the beginning of the text
   * @param expected what should have been there
   */
  MalformedJson(int offset, String expected) {
    // No stack trace: this is an answer to the outside, and anybody can make it happen often.
    super("expected " + expected + " at byte " + offset, null, false, false);
  }
}
