package lab.config.condition;

import org.jspecify.annotations.Nullable;

/** What one side of a comparison reads. */
sealed interface Source {
  /** What it can be compared with. */
  Fact.Type type();

  /** Its text, or null where there is none. */
  @Nullable String text(Facts facts);

  /** As a condition writes it. */
  String label();

  /** A fact by its word. */
  record Known(Fact fact) implements Source {
    @Override
    public Fact.Type type() {
      return fact.type();
    }

    @Override
    public @Nullable String text(Facts facts) {
      return facts.text(fact);
    }

    @Override
    public String label() {
      return fact.label();
    }
  }

  /**
   * A header.
   *
   * @param name in lower case
   */
  record Header(String name) implements Source {
    static final String PREFIX = "header.";

    @Override
    public Fact.Type type() {
      return Fact.Type.TEXT;
    }

    @Override
    public @Nullable String text(Facts facts) {
      return facts.header(name);
    }

    @Override
    public String label() {
      return PREFIX + name;
    }
  }

  /** A value of the body's metadata. */
  record Metadata(String key) implements Source {
    static final String PREFIX = "metadata.";

    @Override
    public Fact.Type type() {
      return Fact.Type.TEXT;
    }

    @Override
    public @Nullable String text(Facts facts) {
      return facts.metadata(key);
    }

    @Override
    public String label() {
      return PREFIX + key;
    }
  }
}
