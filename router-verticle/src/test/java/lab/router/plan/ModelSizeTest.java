package lab.router.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSizeTest {

  @ParameterizedTest(name = "{0} has {1} billion")
  @CsvSource({
    "llama3.1:8b, 8",
    "Mistral-7B, 7",
    "Qwen/Qwen2.5-Coder-14B-Instruct-AWQ, 14",
    "qwen2.5:0.5b, 0.5",
    "smollm:135m, 0.135",
    "kimi-k2:1t-cloud, 1000",
    "deepseek-v3.1:671b-cloud, 671",
    "mixtral-8x7b, 56",
    "mixtral:8x22b-instruct, 176",
    "7b, 7",
    "big-70b-draft-1b, 1",
    "twice-3b-4b, 4",
    "mythomax-l2-13b-q5_k_m, 13",
    "qwen3-30b-a3b, 30"
  })
  void theLastSizeInANameIsItsSize(String name, double billions) {
    assertThat(ModelSize.inName(name)).hasValue(billions);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"llama3.1:latest", "gpt-4", "phi3-4k", "glm-4.6:cloud", "q5_k_m", "b", "7bit", ""})
  void aNameWithoutASizeHasNone(String name) {
    assertThat(ModelSize.inName(name)).isEqualTo(OptionalDouble.empty());
  }
}
