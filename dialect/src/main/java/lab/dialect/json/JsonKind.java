package lab.dialect.json;

/** What a JSON value is, as its first byte tells. */
public enum JsonKind {
  OBJECT("an object"),
  ARRAY("an array"),
  STRING("a string"),
  NUMBER("a number"),
  TRUE("true"),
  FALSE("false"),
  NULL("null");

  private final String words;

  JsonKind(String words) {
    this.words = words;
  }

  /** The kind in a sentence: {@code messages is a string}. */
  public String words() {
    return words;
  }
}
