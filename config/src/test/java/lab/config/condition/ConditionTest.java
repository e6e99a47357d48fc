package lab.config.condition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
  private final OneRequest request =
      new OneRequest()
          .with(Fact.TOKENS, 60)
          .with(Fact.COMPLEXITY, "medium")
          .with(Fact.REQUEST_COUNT, 5)
          .with(Fact.STREAM, true)
          .with(Fact.USER, "ann")
          .header("x-priority", "high")
          .header("x-budget", " 12.50 ")
          .metadata("team", "night")
          .metadata("paid", "true");

  static Condition parsed(String text) {
    Parsing parsing = ConditionParser.parse(text, word -> "");
    assertThat(parsing).as(text + ": " + parsing).isInstanceOf(Parsing.Parsed.class);
    return ((Parsing.Parsed) parsing).condition();
  }

  private static Parsing.Refused refused(String text) {
    Parsing parsing = ConditionParser.parse(text, word -> "; did you mean it?");
    assertThat(parsing).as(text).isInstanceOf(Parsing.Refused.class);
    return (Parsing.Refused) parsing;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "always",
        "TRUE",
        "stream",
        "stream == true",
        "true == stream",
        "stream != false",
        "batch_mode == false",
        "NOT batch_mode",
        "not not stream",
        "tokens == 60",
        "length >= 60 and length <= 60.0",
        "59 < tokens",
        "tokens > -1",
        "complexity == 'medium'",
        "complexity >= 'low' AND complexity < 'high'",
        "'high' > complexity",
        "user == \"ann\"",
        "user != 'Ann'",
        "header.X-Priority == 'high'",
        "header.x-budget > 12.4 AND header.x-budget < 12.6",
        "metadata.team == 'night'",
        "metadata.paid == true",
        "stream OR batch_mode AND false",
        "(stream OR batch_mode) AND tokens>50",
        "NOT (batch_mode OR tokens < 50)",
        "NOT batch_mode AND stream"
      })
  void itHolds(String text) {
    assertThat(parsed(text).holds(request)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "false",
        "NOT always",
        "batch_mode",
        "stream == false",
        "tokens != 60",
        "tokens < 60",
        "request_count > 5 OR batch_mode",
        "complexity == 'high'",
        "complexity < 'medium'",
        "user == 'bob'",
        "header.x-priority > 5",
        "header.x-priority != 5",
        "metadata.team == 'NIGHT'",
        "(stream OR batch_mode) AND false",
        "NOT (stream AND tokens > 50)"
      })
  void itDoesNotHold(String text) {
    assertThat(parsed(text).holds(request)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "tokens == 1,false",
    "tokens < 1,false",
    "tokens >= 1,false",
    "tokens != 1,true",
    "complexity == 'low',false",
    "complexity < 'high',false",
    "complexity != 'low',true",
    "user == 'ann',false",
    "user != 'ann',true",
    "header.x == 'y',false",
    "header.x != 'y',true",
    "header.x < 1,false",
    "header.x != 1,false",
    "metadata.x == false,false",
    "stream,false",
    "local_saturated == false,true"
  })
  void whatIsNotKnownIsEqualToNothing(String text, boolean holds) {
    assertThat(parsed(text).holds(new OneRequest())).isEqualTo(holds);
  }

  @Test
  void itTellsWhatItReads() {
    Condition condition =
        parsed(
            "length > 5 OR (header.X-Team == 'a' AND NOT metadata.k == 'b') OR 'low' == complexity");

    assertThat(condition.facts()).containsExactlyInAnyOrder(Fact.TOKENS, Fact.COMPLEXITY);
    assertThat(condition.headers()).containsExactly("x-team");
    assertThat(condition.metadata()).containsExactly("k");
    assertThat(condition.readsRequest()).isTrue();
    assertThat(condition.written()).startsWith("length > 5 OR");
    assertThat(parsed("tokens > 1").readsRequest()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "``~0~is empty; for every request write always",
        "`  `~2~is empty; for every request write always",
        "tokns > 5~0~names tokns, which is no fact (a text stands in quotes); did you mean it?",
        "complexity == high~14~names high, which is no fact (a text stands in quotes); did you mean it?",
        "tokens > 'many'~9~compares tokens, which is a number, with a text",
        "tokens == true~10~compares tokens, which is a number, with true or false",
        "stream == 'yes'~10~compares stream, which is true or false, with a text",
        "user == 5~8~compares user, which is a text, with a number",
        "stream > true~9~has stream >, but stream here is true or false, which is only == or != to something",
        "header.a < 'b'~11~has header.a <, but header.a here is a text, which is only == or != to something",
        "complexity == 'hard'~14~compares complexity with no level; the levels are low, medium, high",
        "complexity == 3~14~compares complexity with no level; the levels are low, medium, high",
        "tokens == request_count~10~compares two facts; one side must be a text, a number, true or false",
        "1 == 1~0~compares two constants; one side must be a fact",
        "tokens~0~has tokens alone, which is a number; compare it with something",
        "header.x~0~has header.x alone, which is a text; compare it with something",
        "5~0~has a number alone, which is no test",
        "'a'~0~has a text alone, which is no test",
        "(stream~0~has a ( that is never closed",
        "stream)~6~has a ) that nothing opens",
        "stream batch_mode~7~has batch_mode where the end, AND or OR is expected",
        "(stream batch_mode)~8~has batch_mode where ), AND or OR is expected",
        "stream AND~10~ends where a fact or a value is missing",
        "AND stream~0~has AND where a fact or a value is expected",
        "tokens > > 5~9~has > where a fact or a value is expected",
        "tokens = 5~7~has a =; equal is written ==",
        "stream && true~7~has a &&, which is written AND",
        "stream | true~7~has a |, which is written OR",
        "!stream~0~has a !, which is written NOT",
        "tokens => 5~7~has a =>; the comparisons are == != < <= > >=",
        "user == 'a~8~has a text that is not closed; ' is missing",
        "tokens > 5k~9~has a number that is none; it must be like 13 or 0.5",
        "tokens > 1.2.3~9~has a number that is none; it must be like 13 or 0.5",
        "tokens > 1 ; true~11~has a ; that means nothing",
        "header. == 'x'~0~names header., which is no fact (a text stands in quotes); did you mean it?"
      })
  void whatIsWrongIsToldWithItsPlace(String text, int offset, String because) {
    assertThat(refused(text)).isEqualTo(new Parsing.Refused(offset, because));
  }

  @Test
  void depthAndLengthAreBounded() {
    int deepest = ConditionParser.DEEPEST;
    String deep = "(".repeat(deepest) + "stream" + ")".repeat(deepest);

    assertThat(parsed(deep).holds(request)).isTrue();
    assertThat(refused("(" + deep + ")"))
        .isEqualTo(new Parsing.Refused(deepest, "is nested more than 32 deep"));
    assertThat(refused("NOT ".repeat(500)).because()).startsWith("ends where");
    assertThat(refused("stream OR ".repeat(201)).because())
        .isEqualTo("is longer than 2000 characters");
  }

  @Test
  void halvesOfPairsOfParenthesesDoNotAddUp() {
    String wide = "(stream) AND ".repeat(100) + "stream";

    assertThat(parsed(wide).holds(request)).isTrue();
  }
}
