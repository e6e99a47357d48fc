package lab.config.condition;

import org.jspecify.annotations.Nullable;

/** The facts of one request, at the moment of its decision. */
public interface Facts {
  /** A fact of type {@link Fact.Type#NUMBER}; NaN where it is not known. */
  double number(Fact fact);

  /** A fact of type {@link Fact.Type#FLAG}; false where it is not known. */
  boolean flag(Fact fact);

  /** A fact of type {@link Fact.Type#TEXT}, or null where it is not known. */
  @Nullable String text(Fact fact);

  /** The value of a header by its lower-case name, or null. */
  @Nullable String header(String name);

  /** A value of the body's metadata, or null. */
  @Nullable String metadata(String key);
}
