package lab.router.plan;

import static lab.router.plan.Asking.chat;
import static lab.router.plan.Asking.lists;
import static lab.router.plan.Asking.told;
import static lab.router.plan.Asking.withoutFallbacks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import lab.config.ConfigLoader;
import lab.config.Loading;
import lab.contract.RouteQuery;
import lab.router.live.LiveLists;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A handful of decisions on a real lab's files, where they lie beside the project. */
@EnabledIf("labIsHere")
class LabRoutesTest {
  private static final Path LAB = Path.of("..", "..", "shared", "lab");

  static boolean labIsHere() {
    return LAB.resolve("providers.yaml").toFile().isFile();
  }

  static Stream<Arguments> routes() {
    LiveLists nothing = LiveLists.UNKNOWN;
    return Stream.of(
        arguments(
            nothing,
            chat("llama3.1:latest"),
            "ollama/llama3.1:latest(load_balancing)"
                + " llama_cpp_python/llama-cpp-default(load_balancing)"
                + " ollama_cloud/gpt-oss:20b(chain)"),
        arguments(
            nothing,
            chat("qwen-coder-vllm"),
            "vllm-qwen/Qwen/Qwen2.5-Coder-7B-Instruct-AWQ(exact)"
                + " ollama_cloud/qwen3-coder:480b(chain) ollama/llama3.1:latest(chain)"
                + " llama_cpp_python/llama-cpp-default(chain)"
                + " ollama/qwen2.5-coder:7b(fallback)"),
        arguments(nothing, chat("mistralai/Mistral-7B"), "ollama/llama3.1:latest(fallback)"),
        arguments(nothing, chat("llama-cpp-native"), "llama_cpp_native/llama-cpp-native(exact)"),
        arguments(
            nothing,
            withoutFallbacks("meta-llama/Llama-3-70B"),
            "vllm-qwen/Qwen/Qwen2.5-Coder-7B-Instruct-AWQ(pattern)"),
        arguments(
            lists("ollama=llama3.1:latest"),
            withoutFallbacks("llama3.1:instruct"),
            "ollama/llama3.1:latest(default)"),
        arguments(nothing, withoutFallbacks("some-70b"), "vllm-qwen/some-70b(default)"),
        arguments(
            lists("ollama=llama3.1:latest"),
            chat("gpt-4"),
            "ollama_cloud/gpt-oss:120b(default chain) ollama_cloud/gpt-oss:20b(default chain)"
                + " ollama/llama3.1:latest(default chain)"
                + " llama_cpp_python/llama-cpp-default(default chain)"
                + " ollama/qwen2.5-coder:7b(default chain)"
                + " vllm-qwen/Qwen/Qwen2.5-Coder-7B-Instruct-AWQ(default chain)"));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void theLabIsServedAsItsFilesSay(LiveLists found, RouteQuery asked, String expected) {
    // Given
    Loading loading = ConfigLoader.load(LAB, Map.of("OLLAMA_API_KEY", "k"));

    // When
    assertThat(loading).isInstanceOf(Loading.Valid.class);
    Plan plan = Plan.of(((Loading.Valid) loading).configuration());

    // Then
    assertThat(told(Asking.decide(Asking.planner(plan), asked, found))).isEqualTo(expected);
  }
}
