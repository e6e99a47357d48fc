package lab.router.plan;

import static lab.router.plan.Asking.NOW;
import static lab.router.plan.Asking.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import lab.config.ConfigLoader;
import lab.config.Loading;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Decisions on a real lab's files, where they lie beside the project: the rule, and who is tried.
 */
@EnabledIf("labIsHere")
class LabRoutesTest {
  private static final Path LAB = Path.of("..", "..", "shared", "lab");
  private static final String VLLM = "vllm-qwen/Qwen/Qwen2.5-Coder-7B-Instruct-AWQ";

  static boolean labIsHere() {
    return LAB.resolve("providers.yaml").toFile().isFile();
  }

  static Stream<Arguments> names() {
    Desk idle = new Desk();
    return Stream.of(
        arguments(
            "a balanced name: its choice, then its chain",
            idle,
            Ask.of("llama3.1:latest"),
            "ollama/llama3.1:latest(load_balancing)"
                + " llama_cpp_python/llama-cpp-default(load_balancing)"
                + " ollama_cloud/gpt-oss:20b(chain)"),
        arguments(
            "a chain whose entry is balanced; the fallback of the same specialty",
            idle,
            Ask.of("qwen-coder-vllm"),
            VLLM
                + "(exact) ollama_cloud/qwen3-coder:480b(chain) ollama/llama3.1:latest(chain)"
                + " llama_cpp_python/llama-cpp-default(chain) ollama/qwen2.5-coder:7b(fallback)"),
        arguments(
            "a fallback that is a llama.cpp server: what it has loaded",
            idle,
            Ask.of("mythomax-l2-13b-q5_k_m"),
            "ollama/mythomax-l2-13b-q5_k_m(exact) ollama_cloud/gpt-oss:20b(chain)"
                + " llama_cpp_python/llama-cpp-default(fallback)"),
        arguments(
            "a terminal chain",
            idle,
            Ask.of("llama-cpp-native"),
            "llama_cpp_native/llama-cpp-native(exact)"),
        arguments(
            "a pattern of a disabled provider",
            idle,
            Ask.of("mistralai/Mistral-7B"),
            "ollama/llama3.1:latest(fallback)"),
        arguments(
            "a pattern of a vLLM server: what it has loaded",
            idle,
            Ask.of("meta-llama/Llama-3-70B").alone(),
            VLLM + "(pattern)"),
        arguments(
            "the cloud's name as its list has it",
            new Desk().found("ollama_cloud=gpt-oss:20b,glm-4.6:cloud"),
            Ask.of("glm-4.6:cloud").alone(),
            "ollama_cloud/glm-4.6:cloud(exact)"),
        arguments(
            "the same family under another tag",
            new Desk().found("ollama=llama3.1:latest"),
            Ask.of("llama3.1:instruct").alone(),
            "ollama/llama3.1:latest(default)"),
        arguments(
            "a size in the name", idle, Ask.of("some-70b").alone(), "vllm-qwen/some-70b(default)"),
        arguments(
            "a size between two",
            idle,
            Ask.of("some-10b").tokens(10),
            "ollama/some-10b(default) llama_cpp_python/llama-cpp-default(fallback)"
                + " ollama_cloud/gpt-oss:120b(default chain) ollama_cloud/gpt-oss:20b(default chain)"
                + " ollama/llama3.1:latest(default chain) ollama/qwen2.5-coder:7b(default chain) "
                + VLLM
                + "(default chain)"),
        arguments(
            "a name of nobody",
            new Desk().found("ollama=llama3.1:latest"),
            Ask.of("gpt-4"),
            "ollama_cloud/gpt-oss:120b(default chain) ollama_cloud/gpt-oss:20b(default chain)"
                + " ollama/llama3.1:latest(default chain)"
                + " llama_cpp_python/llama-cpp-default(default chain)"
                + " ollama/qwen2.5-coder:7b(default chain) "
                + VLLM
                + "(default chain)"),
        arguments(
            "a header puts first who is an attempt already",
            idle,
            Ask.of("qwen2.5-coder:7b").header("x-priority", "high"),
            VLLM + "(chain) ollama/qwen2.5-coder:7b(exact) ollama_cloud/qwen3-coder:480b(chain)"));
  }

  static Stream<Arguments> capabilities() {
    Desk idle = new Desk();
    String code = "ollama/qwen2.5-coder:7b(capability)";
    String vllm = VLLM + "(capability)";
    String coder = "ollama_cloud/qwen3-coder:480b(capability)";
    String kimi = "ollama_cloud/kimi-k2:1t(capability)";
    String deepseek = "ollama_cloud/deepseek-v3.1:671b(capability)";
    String llama = "ollama/llama3.1:latest(capability)";
    return Stream.of(
        arguments("code: low", idle, Ask.of("code").tokens(10).alone(), words(code, vllm, coder)),
        arguments(
            "code: medium", idle, Ask.of("code").tokens(75).alone(), words(vllm, coder, code)),
        arguments("code: high", idle, Ask.of("code").tokens(200).alone(), words(coder, vllm, code)),
        arguments(
            "analytical: standard",
            idle,
            Ask.of("analytical").alone(),
            words(code, deepseek, kimi)),
        arguments(
            "analytical: complex",
            idle,
            Ask.of("analytical").structured().alone(),
            words(deepseek, kimi, code)),
        arguments(
            "analytical: large",
            idle,
            Ask.of("analytical").tokens(4_000).alone(),
            words(kimi, deepseek, code)),
        arguments(
            "reasoning: in order", idle, Ask.of("reasoning").alone(), words(deepseek, kimi, llama)),
        arguments(
            "creative: nothing measured yet, so in order",
            idle,
            Ask.of("creative").alone(),
            words(
                "ollama/mythomax-l2-13b-q5_k_m(capability)",
                llama,
                "ollama_cloud/gpt-oss:120b(capability)")),
        arguments(
            "chat: likewise",
            idle,
            Ask.of("chat").alone(),
            words(
                llama,
                "ollama_cloud/gpt-oss:120b(capability)",
                "ollama_cloud/gpt-oss:20b(capability)",
                "ollama_cloud/glm-4.6(capability)")),
        arguments(
            "high_throughput: its filter would leave nobody",
            idle,
            Ask.of("high_throughput").alone(),
            vllm),
        arguments(
            "low_latency: its provider, then its fallback",
            idle,
            Ask.of("low_latency"),
            "llama_cpp_native/llama-cpp-native(capability)"
                + " llama_cpp_python/llama-cpp-default(fallback)"),
        arguments(
            "large_context: an unknown context in the cloud is the largest",
            idle,
            Ask.of("large_context").alone(),
            words(kimi, "llama_cpp_python/llama-cpp-default(capability)")));
  }

  static Stream<Arguments> balanced() {
    Desk idle = new Desk();
    String code = "ollama/qwen2.5-coder:7b(load_balancing)";
    String vllm = VLLM + "(load_balancing)";
    String coder = "ollama_cloud/qwen3-coder:480b(load_balancing)";
    String muse = "ollama/mythomax-l2-13b-q5_k_m(load_balancing)";
    String large = "ollama_cloud/gpt-oss:120b(load_balancing)";
    return Stream.of(
        arguments(
            "general-chat: the least loaded; then the chain of the first one's model",
            new Desk().inFlight("vllm-qwen", 1),
            Ask.of("general-chat"),
            words("ollama/llama3.1:latest(load_balancing)", vllm)
                + " llama_cpp_python/llama-cpp-default(chain) ollama_cloud/gpt-oss:20b(chain)"),
        arguments(
            "code-generation: a single small one",
            idle,
            Ask.of("code-generation").alone(),
            words(code, vllm, coder)),
        arguments(
            "code-generation: a batch",
            idle,
            Ask.of("code-generation").header("x-batch", "true").alone(),
            words(vllm, code, coder)),
        arguments(
            "code-generation: more than five at a time",
            new Desk().inFlight("ollama", 2).inFlight("ollama_cloud", 3),
            Ask.of("code-generation").alone(),
            words(vllm, code, coder)),
        arguments(
            "code-generation: a hard one",
            idle,
            Ask.of("code-generation").tokens(101).alone(),
            words(code, coder, vllm)),
        arguments(
            "creative-tasks: standard", idle, Ask.of("creative-tasks").alone(), words(muse, large)),
        arguments(
            "creative-tasks: long",
            idle,
            Ask.of("creative-tasks").tokens(1_001).alone(),
            words(large, muse)),
        arguments(
            "creative-tasks: of high quality",
            idle,
            Ask.of("creative-tasks").metadata("quality_tier", "high").alone(),
            words(large, muse)));
  }

  private static String words(String... all) {
    return String.join(" ", all);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"names", "capabilities", "balanced"})
  void theLabIsServedAsItsFilesSay(String rule, Desk board, Ask ask, String expected) {
    // Given
    Loading loading = ConfigLoader.load(LAB, Map.of("OLLAMA_API_KEY", "k"));

    // When
    assertThat(loading).isInstanceOf(Loading.Valid.class);
    Plan plan = Plan.of(((Loading.Valid) loading).configuration());

    // Then
    assertThat(told(Asking.planner(plan).decide(ask.query(), board, NOW)))
        .as(rule)
        .isEqualTo(expected);
  }
}
