package lab.router.plan;

import static lab.config.ProviderType.LLAMA_CPP;
import static lab.config.ProviderType.OLLAMA;
import static lab.config.ProviderType.OPENAI_COMPATIBLE;
import static lab.router.plan.Asking.NOW;
import static lab.router.plan.Asking.told;
import static lab.router.plan.Choosings.share;
import static lab.router.plan.When.header;
import static lab.router.plan.When.metadata;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import lab.config.Strategy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which of two rules wins where both could decide, one row each. */
class PrecedenceRulesTest {
  /** One small lab; the rows below are read against it. */
  private static Rules lab() {
    return new Rules()
        .provider("ollama", OLLAMA, "code:7b=code_generation", "talk:8b=general_chat")
        .provider("cpp", LLAMA_CPP, "loaded")
        .provider("box", OPENAI_COMPATIBLE, "box-code=code_generation", "box-talk", "wide@9000")
        .provider("tight", OPENAI_COMPATIBLE, "narrow@500", "embedder=embedding")
        .exact("p-exact", null, "box=box-talk")
        .exact("own", null, "box=first")
        .exact("falls", "cpp", "box=first")
        .exact("ends", null, "box=last")
        .exact("coder", "box", "ollama=code:7b")
        .pattern("^p-.*", "cpp", null)
        .chain("first", "second")
        .chain("second", "talk:8b")
        .chain("last")
        .chain("to-provider", "box", "cpp")
        .exact("second", null, "tight=narrow")
        .exact("to-provider", null, "ollama=code:7b")
        .size(0, 100, "cpp", null)
        .defaultChain("talk:8b")
        .defaultProvider("box")
        .choosing(choosings());
  }

  private static Choosings choosings() {
    return new Choosings()
        .balancing("p-shared", Strategy.IN_ORDER, share("box=box-talk", 1), share("cpp", 1))
        .balancing("code-generation", Strategy.IN_ORDER, share("box", 1), share("ollama", 1))
        .capability("roomy", Strategy.MOST_CAPACITY, "narrow", "wide")
        .metadataRule("first", "cpp", header("x-team", "red"))
        .metadataRule("later", "ollama", header("x-team", "red"))
        .metadataRule("shift", "tight", metadata("shift", "night"));
  }

  static Stream<Arguments> rules() {
    Desk idle = new Desk();
    return Stream.of(
        arguments(
            "an exact name comes before a pattern that matches it",
            idle,
            Ask.of("p-exact").alone(),
            "box/box-talk(exact)"),
        arguments(
            "load balancing takes over a name that a pattern matched",
            idle,
            Ask.of("p-shared").alone(),
            "box/box-talk(load_balancing) cpp/loaded(load_balancing)"),
        arguments(
            "a live list comes before the same family under another tag",
            new Desk().found("ollama=x:2b,x:latest", "box=x:7b"),
            Ask.of("x:7b").alone(),
            "box/x:7b(default)"),
        arguments(
            "the same family comes before the size in the name",
            new Desk().found("ollama=x:2b"),
            Ask.of("x:7b").alone(),
            "ollama/x:2b(default)"),
        arguments(
            "the size in the name comes before default_provider",
            idle,
            Ask.of("x:7b").alone(),
            "cpp/x:7b(default)"),
        arguments(
            "the requested name, where a live list has it, before the first model of a specialty",
            new Desk().found("box=code-generation,box-code"),
            Ask.of("code-generation").alone(),
            "box/code-generation(load_balancing) ollama/code:7b(load_balancing)"),
        arguments(
            "the chain of the first candidate's model, where the name has none: one level deep",
            idle,
            Ask.of("own"),
            "box/first(exact) tight/narrow(chain)"),
        arguments(
            "the match's own fallback instead of that chain",
            idle,
            Ask.of("falls"),
            "box/first(exact) cpp/loaded(fallback)"),
        arguments(
            "a terminal chain of the first candidate's model ends it as well",
            idle,
            Ask.of("ends"),
            "box/last(exact)"),
        arguments(
            "a chain's entry may be a provider: its model of the requested one's specialty",
            idle,
            Ask.of("to-provider"),
            "ollama/code:7b(exact) box/box-code(chain) cpp/loaded(chain)"),
        arguments(
            "so may a fallback",
            idle,
            Ask.of("coder"),
            "ollama/code:7b(exact) box/box-code(fallback)"),
        arguments(
            "of the rules on a request the first that holds counts",
            idle,
            Ask.of("unheard").header("x-team", "red").alone(),
            "cpp/loaded(metadata rule) box/unheard(default)"),
        arguments(
            "a rule on metadata brings its provider in like one on a header",
            idle,
            Ask.of("unheard").metadata("shift", "night").alone(),
            "tight/narrow(metadata rule) box/unheard(default)"),
        arguments(
            "most_capacity: among those that the request fits",
            idle,
            Ask.of("roomy").tokens(600).alone(),
            "box/wide(capability)"),
        arguments(
            "an embedding model is left out of what is no embedding",
            idle,
            Ask.of("embedder").alone(),
            "UNKNOWN_MODEL"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void theOneThatComesFirstDecides(String rule, Desk board, Ask ask, String expected) {
    assertThat(told(Asking.planner(lab().plan()).decide(ask.query(), board, NOW)))
        .as(rule)
        .isEqualTo(expected);
  }
}
