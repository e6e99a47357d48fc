package lab.testkit.demo;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Cuts text into pieces of about the size of tokens; joined again they are the text. */
final class Tokens {
  private static final Pattern PIECE =
      Pattern.compile("\\s*[\\p{L}\\p{N}]{1,6}|\\s*\\S|\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  private Tokens() {}

  static List<String> of(String text) {
    return PIECE.matcher(text).results().map(MatchResult::group).toList();
  }

  static int count(String text) {
    return of(text).size();
  }
}
