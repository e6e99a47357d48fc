package lab.config.condition;

/** What came of the text of a condition. */
public sealed interface Parsing {
  /** It is one. */
  record Parsed(Condition condition) implements Parsing {}

  /**
   * It is none.
   *
   * @param offset the place in the text, in characters from 0
   * @param because what is wrong, to follow the name of what holds the text
   */
  record Refused(int offset, String because) implements Parsing {}
}
