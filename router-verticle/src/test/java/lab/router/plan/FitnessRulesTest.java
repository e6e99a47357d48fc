package lab.router.plan;

import static lab.router.plan.Asking.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import lab.contract.RouteDecision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is left out at a moment, and who is tried all the same, one row each. */
class FitnessRulesTest {
  static Stream<Arguments> rules() {
    return Stream.of(
        arguments(
            "cooling: left out; the choice is among the others",
            new Desk().cooling("ollama", 60),
            Ask.of("llama:8b"),
            "cpp/cpp-default(load_balancing)"),
        arguments(
            "cooling everywhere: the one that recovers first, as last resort",
            new Desk().cooling("ollama", 60).cooling("cpp", 30),
            Ask.of("llama:8b"),
            "cpp/cpp-default(load_balancing)"),
        arguments(
            "context too small for prompt and answer: left out before any call",
            new Desk(),
            Ask.of("code").tokens(60).output(4037).alone(),
            "cloud/coder:480b(capability) ollama/coder:7b(capability)"),
        arguments(
            "context just large enough",
            new Desk(),
            Ask.of("coder-vllm").tokens(60).output(4036).alone(),
            "vllm/Qwen/Coder-7B(exact)"),
        arguments(
            "context too small everywhere: tried all the same, since lengths are estimates",
            new Desk(),
            Ask.of("coder-vllm").tokens(5000).alone(),
            "vllm/Qwen/Coder-7B(exact)"),
        arguments(
            "full: left out",
            new Desk().inFlight("ollama", 2).capacity("ollama", 2),
            Ask.of("llama:8b").alone(),
            "cpp/cpp-default(load_balancing)"),
        arguments(
            "full everywhere: tried all the same, the server queues",
            new Desk().inFlight("vllm", 9).capacity("vllm", 9),
            Ask.of("coder-vllm").alone(),
            "vllm/Qwen/Coder-7B(exact)"),
        arguments(
            "embeddings: balanced over providers of the same model, and no other model",
            new Desk(),
            Ask.of("shared").embedding(),
            "box/shared(exact) box2/shared(exact)"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void aRuleDecides(String rule, Desk board, Ask ask, String expected) {
    // Given
    RoutePlanner planner = Asking.planner(ChoosingLab.rules().plan());

    // When
    RouteDecision decision = planner.decide(ask.query(), board, NOW);

    // Then
    assertThat(Asking.told(decision)).as(rule).isEqualTo(expected);
  }
}
