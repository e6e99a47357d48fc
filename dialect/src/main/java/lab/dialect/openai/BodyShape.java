package lab.dialect.openai;

/**
 * What the body of an answer to a streamed call is, by its first byte: some servers answer in JSON
 * although a stream was asked for, and proxies answer with pages.
 */
enum BodyShape {
  /** Nothing but white space so far. */
  UNKNOWN,
  EVENTS,
  JSON,
  PAGE;

  private static final int BYTE_ORDER_MARK_FIRST = 0xEF;
  private static final int BYTE_ORDER_MARK_SECOND = 0xBB;
  private static final int BYTE_ORDER_MARK_THIRD = 0xBF;

  /** Where the object begins in a body of shape {@link #JSON}. */
  static int beginOfJson(byte[] body) {
    int at = 0;
    while (body[at] != '{') {
      at++;
    }
    return at;
  }

  /** The shape of a body that has gone on with these bytes. */
  BodyShape with(byte[] bytes) {
    if (this == UNKNOWN) {
      for (byte b : bytes) {
        switch (b & 0xFF) {
          case ' ', '\t', '\r', '\n' -> {}
          case BYTE_ORDER_MARK_FIRST, BYTE_ORDER_MARK_SECOND, BYTE_ORDER_MARK_THIRD -> {}
          case '{' -> {
            return JSON;
          }
          case '<' -> {
            return PAGE;
          }
          default -> {
            return EVENTS;
          }
        }
      }
    }
    return this;
  }
}
