package lab.testkit.script;

/** What a connection is met with, before any request. */
public enum Welcome {
  /** It is served. */
  SERVE,
  /** It is closed at once, in order. */
  CLOSE,
  /** It is reset at once. */
  RESET,
  /** It is kept, and nothing is ever read from it. */
  IGNORE
}
