package lab.router.plan;

import static lab.router.plan.Asking.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import lab.contract.RouteDecision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every rule of choosing among several, one row each: the rule, what the board shows, the question,
 * the answer.
 */
class ChoosingRulesTest {
  static Stream<Arguments> stages() {
    Desk idle = new Desk();
    return Stream.of(
        arguments(
            "exact: a wildcard takes what no name is for; the star goes into the target's name",
            idle,
            Ask.of("openai/o3").alone(),
            "box/o3(exact)"),
        arguments(
            "exact: the wildcard that says most of the name",
            idle,
            Ask.of("openai/gpt-20b").alone(),
            "box2/gpt-oss-20b(exact)"),
        arguments(
            "pattern: before a capability of the same name",
            idle,
            Ask.of("muse").alone(),
            "ollama/muse(pattern)"),
        arguments(
            "capability: named beside no model",
            idle,
            Ask.ofNothing().capability("reason").alone(),
            "cloud/gpt-oss:120b(capability) ollama/llama:8b(capability)"
                + " cpp/cpp-default(capability)"),
        arguments(
            "capability: the model is its name",
            idle,
            Ask.of("reason").alone(),
            "cloud/gpt-oss:120b(capability) ollama/llama:8b(capability)"
                + " cpp/cpp-default(capability)"),
        arguments(
            "capability: asked for beside a name that no rule knows, it decides",
            idle,
            Ask.of("whatever").capability("reason").alone(),
            "cloud/gpt-oss:120b(capability) ollama/llama:8b(capability)"
                + " cpp/cpp-default(capability)"),
        arguments(
            "capability: beside an exact name it is ignored",
            idle,
            Ask.of("coder-vllm").capability("reason").alone(),
            "vllm/Qwen/Coder-7B(exact)"),
        arguments(
            "capability: one that there is not is no capability",
            idle,
            Ask.of("shared").capability("dance").alone(),
            "box/shared(exact) box2/shared(exact)"),
        arguments(
            "capability: its provider serves what it has loaded; then its fallback",
            idle,
            Ask.of("batch"),
            "vllm/Qwen/Coder-7B(capability) cpp/cpp-default(fallback)"),
        arguments(
            "capability: the chain of the first candidate's model, its balancing entry expanded",
            idle,
            Ask.of("code").tokens(60),
            "vllm/Qwen/Coder-7B(capability) cloud/coder:480b(capability)"
                + " ollama/coder:7b(capability) ollama/llama:8b(chain) cpp/cpp-default(chain)"),
        arguments(
            "min_model_size: filters; what is not known passes",
            idle,
            Ask.of("large").alone(),
            "ollama/muse:13b(capability) cpp/cpp-default(capability)"),
        arguments(
            "min_model_size: a filter that would leave nothing is dropped",
            idle,
            Ask.of("huge").alone(),
            "vllm/Qwen/Coder-7B(capability) ollama/muse:13b(capability)"),
        arguments(
            "min_context: filters likewise",
            idle,
            Ask.of("wide").alone(),
            "ollama/muse:13b(capability) cpp/cpp-default(capability)"),
        arguments(
            "load balancing: turns the single target of an exact match into a choice",
            idle,
            Ask.of("llama:8b").alone(),
            "ollama/llama:8b(load_balancing) cpp/cpp-default(load_balancing)"),
        arguments(
            "load balancing: a name that exists only there; the model by the name's specialty",
            idle,
            Ask.of("code-generation").alone(),
            "cloud/coder:480b(load_balancing) ollama/coder:7b(load_balancing)"),
        arguments(
            "load balancing: preferred_model; a terminal chain ends it; disabled is left out",
            idle,
            Ask.of("alone"),
            "box/shared(load_balancing)"),
        arguments(
            "default: who streams best, where stream == true says so, once it is an attempt",
            idle,
            Ask.of("unheard").streamed(),
            "cloud/gpt-oss:120b(default chain) box/unheard(default)"),
        arguments(
            "default: such a rule never brings a provider in",
            idle,
            Ask.of("unheard").batch(2),
            "box/unheard(default) cloud/gpt-oss:120b(default chain)"),
        arguments(
            "default: a rule of a header brings its provider in",
            idle,
            Ask.of("unheard").header("x-priority", "high"),
            "cpp/cpp-default(metadata rule) box/unheard(default)"
                + " cloud/gpt-oss:120b(default chain)"),
        arguments(
            "header rule: puts first who is an attempt already, over weight and order",
            idle,
            Ask.of("llama:8b").header("x-priority", "high"),
            "cpp/cpp-default(load_balancing) ollama/llama:8b(load_balancing)"),
        arguments(
            "header rule: brings nobody into an exact match",
            idle,
            Ask.of("shared").header("x-priority", "high").alone(),
            "box/shared(exact) box2/shared(exact)"),
        arguments(
            "other rules: do not override the order of a list",
            idle,
            Ask.of("shared").batch(2).alone(),
            "box/shared(exact) box2/shared(exact)"));
  }

  static Stream<Arguments> strategies() {
    Desk idle = new Desk();
    return Stream.of(
        arguments(
            "conditions: among those without one where none holds; the others follow",
            idle,
            Ask.of("tasks").alone(),
            "ollama/muse:13b(load_balancing) cloud/gpt-oss:120b(load_balancing)"),
        arguments(
            "conditions: among those whose condition holds",
            idle,
            Ask.of("tasks").tokens(1001).alone(),
            "cloud/gpt-oss:120b(load_balancing) ollama/muse:13b(load_balancing)"),
        arguments(
            "conditions: all, where none holds and each has one",
            idle,
            Ask.of("load").alone(),
            "vllm/Qwen/Coder-7B(load_balancing) cloud/gpt-oss:120b(load_balancing)"),
        arguments(
            "request_count: in flight in this entry, this one included",
            new Desk().inFlight("cloud", 3).inFlight("vllm", 2),
            Ask.of("load").alone(),
            "vllm/Qwen/Coder-7B(load_balancing) cloud/gpt-oss:120b(load_balancing)"),
        arguments(
            "local_saturated: every local provider of the entry at 80 % of its capacity, unknown 4",
            new Desk().inFlight("vllm", 4),
            Ask.of("load").alone(),
            "cloud/gpt-oss:120b(load_balancing) vllm/Qwen/Coder-7B(load_balancing)"),
        arguments(
            "complexity_based: below 50 tokens low, then the nearest level",
            idle,
            Ask.of("code").tokens(49).alone(),
            "ollama/coder:7b(capability) vllm/Qwen/Coder-7B(capability)"
                + " cloud/coder:480b(capability)"),
        arguments(
            "complexity_based: 50 to 100 medium",
            idle,
            Ask.of("code").tokens(100).alone(),
            "vllm/Qwen/Coder-7B(capability) cloud/coder:480b(capability)"
                + " ollama/coder:7b(capability)"),
        arguments(
            "complexity_based: above 100 high",
            idle,
            Ask.of("code").tokens(101).alone(),
            "cloud/coder:480b(capability) vllm/Qwen/Coder-7B(capability)"
                + " ollama/coder:7b(capability)"),
        arguments(
            "complexity_based: structure raises it one level",
            idle,
            Ask.of("code").tokens(60).structured().alone(),
            "cloud/coder:480b(capability) vllm/Qwen/Coder-7B(capability)"
                + " ollama/coder:7b(capability)"),
        arguments(
            "context_based: standard",
            idle,
            Ask.of("think").tokens(3999).alone(),
            "ollama/llama:8b(capability) vllm/Qwen/Coder-7B(capability)"
                + " cloud/gpt-oss:120b(capability)"),
        arguments(
            "context_based: complex by structure",
            idle,
            Ask.of("think").tokens(40).structured().alone(),
            "vllm/Qwen/Coder-7B(capability) cloud/gpt-oss:120b(capability)"
                + " ollama/llama:8b(capability)"),
        arguments(
            "context_based: large from 4,000 prompt tokens, structured or not",
            idle,
            Ask.of("think").tokens(4000).structured().alone(),
            "cloud/gpt-oss:120b(capability) vllm/Qwen/Coder-7B(capability)"
                + " ollama/llama:8b(capability)"),
        arguments(
            "usage_based: list order where nothing is known",
            idle,
            Ask.ofNothing().capability("muse").alone(),
            "ollama/muse:13b(capability) cloud/gpt-oss:120b(capability)"),
        arguments(
            "usage_based: success and latency outweigh cost",
            new Desk().score("ollama", 0.5, 3).score("cloud", 1, 1),
            Ask.ofNothing().capability("muse").alone(),
            "cloud/gpt-oss:120b(capability) ollama/muse:13b(capability)"),
        arguments(
            "least_loaded: fewest in flight relative to capacity",
            new Desk()
                .inFlight("ollama", 3)
                .inFlight("cpp", 3)
                .inFlight("vllm", 1)
                .capacity("cpp", 16),
            Ask.of("spread").alone(),
            // 3 of 16, then 1 of 4 and 3 of 4, as nobody says what those two take
            "cpp/cpp-default(capability) vllm/Qwen/Coder-7B(capability)"
                + " ollama/llama:8b(capability)"),
        arguments(
            "fastest_response: lowest p95",
            new Desk().score("ollama", 1, 2).score("cpp", 1, 0.5),
            Ask.of("quick").alone(),
            "cpp/cpp-default(capability) ollama/llama:8b(capability)"),
        arguments(
            "fastest_response: list order where nothing is known",
            idle,
            Ask.of("quick").alone(),
            "ollama/llama:8b(capability) cpp/cpp-default(capability)"),
        arguments(
            "most_capacity: unknown above known in the cloud, below it at home",
            idle,
            Ask.of("roomy").alone(),
            "cloud/gpt-oss:120b(capability) cpp/cpp-default(capability)"
                + " vllm/Qwen/Coder-7B(capability) ollama/llama:8b(capability)"),
        arguments(
            "quality_first: the largest",
            idle,
            Ask.of("big").alone(),
            "cloud/coder:480b(capability) ollama/llama:8b(capability)"
                + " vllm/Qwen/Coder-7B(capability)"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"stages", "strategies"})
  void aRuleDecides(String rule, Desk board, Ask ask, String expected) {
    // Given
    RoutePlanner planner = Asking.planner(ChoosingLab.rules().plan());

    // When
    RouteDecision decision = planner.decide(ask.query(), board, NOW);

    // Then
    assertThat(Asking.told(decision)).as(rule).isEqualTo(expected);
  }
}
