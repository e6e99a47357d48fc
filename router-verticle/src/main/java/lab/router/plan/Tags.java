package lab.router.plan;

import java.util.List;
import lab.config.Choices.TagMatching;
import lab.router.choose.Option;

/**
 * Chooses by tags: a request with tags goes to those that bear them, every other request to those
 * tagged {@code default}, or to all where nobody is tagged so.
 *
 * @param matching how many of a request's tags must be there
 */
record Tags(TagMatching matching) {
  private static final String DEFAULT = "default";

  /** Whether an option may serve a request with these tags. */
  boolean admits(Option option, List<String> asked, List<Option> all) {
    if (matching == TagMatching.OFF) {
      return true;
    }
    List<String> own = option.part().tags();
    boolean served = !asked.isEmpty() && all.stream().anyMatch(one -> bears(one, asked));
    if (served) {
      return bears(option, asked);
    }
    boolean anyDefault = all.stream().anyMatch(one -> one.part().tags().contains(DEFAULT));
    return (asked.isEmpty() && !anyDefault) || own.contains(DEFAULT);
  }

  private boolean bears(Option option, List<String> asked) {
    List<String> own = option.part().tags();
    return matching == TagMatching.ANY
        ? asked.stream().anyMatch(own::contains)
        : own.containsAll(asked);
  }
}
