package lab.router.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import lab.config.Configuration;
import lab.config.ProviderType;
import lab.contract.ModelName;
import lab.router.plan.Rules;
import org.junit.jupiter.api.Test;

class MentionedTest {
  @Test
  void everyPlaceThatMayNameAModelCounts() {
    // Given
    Configuration configuration =
        new Rules()
            .provider("p", ProviderType.OLLAMA, "listed")
            .exact("alias", "after exact", "p=behind")
            .pattern("x.*", "p", "after pattern")
            .chain("chained", "in chain")
            .defaultChain("in default chain")
            .size(0, 7, "p", "after size")
            .defaultFallback("at last")
            .defaultModel("for nothing")
            .configuration();

    // Then
    assertThat(Mentioned.by(configuration))
        .containsAll(
            Stream.of(
                    "listed",
                    "alias",
                    "after exact",
                    "behind",
                    "after pattern",
                    "chained",
                    "in chain",
                    "in default chain",
                    "after size",
                    "at last",
                    "for nothing")
                .map(ModelName::new)
                .toList());
  }

  @Test
  void aCloudModelIsAlsoKnownByItsBareName() {
    // Given
    Configuration configuration =
        new Rules().cloud("ollama", "gpt-oss:120b-cloud", "glm:cloud").configuration();

    // Then
    assertThat(Mentioned.by(configuration))
        .containsExactlyInAnyOrder(
            new ModelName("gpt-oss:120b-cloud"),
            new ModelName("gpt-oss:120b"),
            new ModelName("glm:cloud"),
            new ModelName("glm"));
  }
}
