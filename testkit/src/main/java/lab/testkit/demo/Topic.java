package lab.testkit.demo;

import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a question is about, as far as its longest word tells. */
final class Topic {
  private static final Pattern WORD = Pattern.compile("\\p{L}{3,}");
  private static final Set<String> EMPTY =
      Set.of(
          "about",
          "again",
          "answer",
          "because",
          "between",
          "could",
          "explain",
          "hello",
          "please",
          "question",
          "sentence",
          "sentences",
          "should",
          "something",
          "tell",
          "their",
          "there",
          "these",
          "thing",
          "think",
          "through",
          "what",
          "when",
          "where",
          "which",
          "while",
          "with",
          "would",
          "write",
          "your");

  private Topic() {}

  static String of(String question) {
    return WORD.matcher(question)
        .results()
        .map(MatchResult::group)
        .filter(word -> !EMPTY.contains(word.toLowerCase(Locale.ROOT)))
        // The last of the longest: questions tend to end with what they are about.
        .reduce((one, other) -> other.length() >= one.length() ? other : one)
        .orElse("that");
  }
}
