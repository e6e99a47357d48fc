package lab.testkit.script;

/** How the receiver learns where a body ends. */
sealed interface Framing {

  /** {@code Transfer-Encoding: chunked}, one chunk per piece. */
  record Chunked() implements Framing {}

  /** {@code Content-Length} with the true length. */
  record Sized() implements Framing {}

  /** {@code Content-Length} with this length, true or not. */
  record Claimed(long length) implements Framing {}

  /** By closing the connection. */
  record UntilClose() implements Framing {}
}
