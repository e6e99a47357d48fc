package lab.router.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.List;
import lab.config.PatternRule;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** The index finds what looking at one pattern after the other finds. */
class PatternIndexTest {
  private static PatternRule rule(String regex) {
    return new PatternRule(
        Pattern.compile(regex), new ProviderName("p"), null, new SourceRef("f", 1, 1));
  }

  private static @Nullable PatternRule oneAfterTheOther(List<PatternRule> rules, String name) {
    return rules.stream()
        .filter(rule -> rule.pattern().matcher(name).lookingAt())
        .findFirst()
        .orElse(null);
  }

  @Example
  void theFirstInFileOrderWinsWhateverEachBeginsWith() {
    // Given
    List<PatternRule> rules =
        List.of(rule("^meta/big"), rule(".*-awq$"), rule("^meta/"), rule("^meta/.*"), rule(".*"));
    PatternIndex index = new PatternIndex(rules);

    // Then
    assertThat(index.first("meta/big-awq")).isSameAs(rules.get(0));
    assertThat(index.first("meta/small-awq")).isSameAs(rules.get(1));
    assertThat(index.first("meta/small")).isSameAs(rules.get(2));
    assertThat(index.first("m")).isSameAs(rules.get(4));
    assertThat(new PatternIndex(rules.subList(0, 4)).first("m")).isNull();
  }

  @Property(tries = 3_000)
  void itFindsWhatLookingAtOneAfterTheOtherFinds(
      @ForAll("expressions") List<String> expressions, @ForAll("names") String name) {
    // Given
    List<PatternRule> rules = expressions.stream().map(PatternIndexTest::rule).toList();

    // When
    PatternRule found = new PatternIndex(rules).first(name);

    // Then
    assertThat(found).isSameAs(oneAfterTheOther(rules, name));
  }

  @Provide
  Arbitrary<List<String>> expressions() {
    return Arbitraries.of("^", "$", "a", "b", "/", ".*", "[ab]", "ab", "b/")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(parts -> String.join("", parts))
        .list()
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withChars("ab/").ofMinLength(1).ofMaxLength(6);
  }
}
