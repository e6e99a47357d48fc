package lab.router.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class LiteralTest {
  @Example
  void whatIsSureIsReadOffTheExpression() {
    assertThat(Literal.of("^meta-llama/.*")).isEqualTo(new Literal("meta-llama/", "", true));
    assertThat(Literal.of("^Qwen/Qwen2\\.5-Coder.*"))
        .isEqualTo(new Literal("Qwen/Qwen2.5-Coder", "", true));
    assertThat(Literal.of("^solid/dolphin.*AWQ$"))
        .isEqualTo(new Literal("solid/dolphin", "AWQ", false));
    assertThat(Literal.of(".*\\.gguf$")).isEqualTo(new Literal("", ".gguf", false));
    assertThat(Literal.of(".*:\\d+[bB]$")).isEqualTo(new Literal("", "", false));
    assertThat(Literal.of("^ab*c")).isEqualTo(new Literal("a", "", false));
    assertThat(Literal.of("^a|b")).isEqualTo(new Literal("", "", false));
  }

  @Property(tries = 5_000)
  void itNeverSaysOtherwiseThanTheExpression(
      @ForAll("expressions") String regex, @ForAll("names") String name) {
    // Given
    Pattern pattern = compiled(regex);
    Assume.that(pattern != null);
    Literal literal = Literal.of(regex);

    // When
    boolean matches = pattern != null && pattern.matcher(name).lookingAt();

    // Then
    if (matches) {
      assertThat(literal.mayMatch(name)).isTrue();
    }
    if (literal.whole()) {
      assertThat(literal.mayMatch(name)).isEqualTo(matches);
    }
  }

  private static @Nullable Pattern compiled(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException bad) {
      return null;
    }
  }

  @Provide
  Arbitrary<String> expressions() {
    return Arbitraries.of(
            "^", "$", "a", "b", "/", ".*", ".", "\\.", "\\d", "[ab]", "*", "?", "+", "(", ")", "|",
            "{2}", "-", "\\\\")
        .list()
        .ofMaxSize(7)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of("a", "b", "/", ".", "1", "-", "\\", "\n")
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(parts -> String.join("", parts));
  }
}
