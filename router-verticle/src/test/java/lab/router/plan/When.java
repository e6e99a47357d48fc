package lab.router.plan;

import java.util.Set;
import java.util.function.Predicate;
import lab.config.condition.Condition;
import lab.config.condition.Fact;
import lab.config.condition.Facts;

/**
 * A condition written in a test as code.
 *
 * @param written as a configuration would write it
 * @param test what it means
 * @param headers that it reads
 * @param metadata that it reads
 */
public record When(String written, Predicate<Facts> test, Set<String> headers, Set<String> metadata)
    implements Condition {

  public static Condition when(String written, Predicate<Facts> test) {
    return new When(written, test, Set.of(), Set.of());
  }

  /** {@code header.name == "value"}. */
  public static Condition header(String name, String value) {
    return new When(
        "header." + name + " == \"" + value + "\"",
        facts -> value.equals(facts.header(name)),
        Set.of(name),
        Set.of());
  }

  /** {@code metadata.key == "value"}. */
  public static Condition metadata(String key, String value) {
    return new When(
        "metadata." + key + " == \"" + value + "\"",
        facts -> value.equals(facts.metadata(key)),
        Set.of(),
        Set.of(key));
  }

  @Override
  public boolean holds(Facts facts) {
    return test.test(facts);
  }

  @Override
  public Set<Fact> facts() {
    return Set.of();
  }
}
