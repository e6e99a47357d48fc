package lab.metrics;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lab.metrics.Family.Source;

/** Every metric that a node tells of, in the order of the reference. */
final class Catalogue {
  private static final List<Chapter> CHAPTERS =
      List.of(
          new Chapter("Requests, decisions, cache", RequestFamilies.ALL),
          new Chapter("Providers", ProviderFamilies.ALL),
          new Chapter("LiteLLM's names", LiteLlmFamilies.ALL),
          new Chapter(
              "The same as counters, under names that counters can not have",
              List.copyOf(RequestFamilies.ALIASES.keySet())),
          new Chapter("The node", NodeFamilies.ALL),
          new Chapter("JVM and machine", NodeFamilies.PLATFORM));

  private record Chapter(String title, List<Family> families) {}

  private Catalogue() {}

  /** All of them. */
  static Stream<Family> all() {
    return CHAPTERS.stream().flatMap(chapter -> chapter.families.stream());
  }

  /** The reference's tables, as Markdown. */
  static String tables() {
    return CHAPTERS.stream().map(Catalogue::table).collect(Collectors.joining("\n"));
  }

  private static String table(Chapter chapter) {
    return "## "
        + chapter.title
        + "\n| metric | type | unit | labels | what it tells |\n|---|---|---|---|---|\n"
        + chapter.families.stream().map(Catalogue::row).collect(Collectors.joining());
  }

  private static String row(Family family) {
    String labels =
        family.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s | %s |%n"
        .formatted(family.name(), kind(family), family.unit(), labels, family.help());
  }

  private static String kind(Family family) {
    String kind = family.kind().name().toLowerCase(Locale.ROOT);
    return family.source() == Source.ALIAS ? kind + ", text only" : kind;
  }
}
