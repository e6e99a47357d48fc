package lab.router.plan;

import static lab.config.ProviderType.LLAMA_CPP;
import static lab.config.ProviderType.OLLAMA;
import static lab.config.ProviderType.OPENAI_COMPATIBLE;
import static lab.config.ProviderType.VLLM;
import static lab.router.plan.Asking.chat;
import static lab.router.plan.Asking.embedding;
import static lab.router.plan.Asking.lists;
import static lab.router.plan.Asking.withoutFallbacks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import lab.contract.RouteDecision;
import lab.contract.RouteQuery;
import lab.router.live.LiveLists;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of a decision, one row each: the rule, what polls found, the question, the answer. */
class RoutingRulesTest {
  private static final LiveLists NOTHING_POLLED = LiveLists.UNKNOWN;

  /** One small lab; the rows below are read against it. */
  private static Rules lab() {
    return new Rules()
        .provider("ollama", OLLAMA, "llama3.1:latest=general_chat", "qwen:7b=code_generation")
        .provider("cpp", LLAMA_CPP, "cpp-default")
        .provider("vllm", VLLM, "Qwen/Qwen-7B-AWQ=code_generation")
        .provider("box", OPENAI_COMPATIBLE, "shared", "embedder")
        .provider("box2", OPENAI_COMPATIBLE, "shared", "embedder")
        .cloud("cloud", "gpt-oss:120b-cloud=general_chat", "glm:cloud")
        .disabled("off", VLLM, "sleeping")
        .withoutKey("paid", "PAID_KEY", "gpt-5")
        .exact("llama3.1:latest", null, "ollama")
        .exact("qwen-vllm", "ollama", "vllm=Qwen/Qwen-7B-AWQ")
        .exact("twice", null, "box=shared", "ollama=qwen:7b")
        .exact("embed", "cpp", "box=embedder", "box2=embedder")
        .exact("lonely", null, "cpp=lonely")
        .exact("terminal", "ollama", "cpp")
        .pattern("^Qwen/.*", "vllm", "ollama")
        .pattern("^mistralai/", "off", "ollama")
        .pattern(".*:\\d+b$", "ollama", null)
        .pattern("^qwen.*", "box", null)
        .chain("llama3.1:latest", "cpp-default", "gpt-oss:120b-cloud")
        .chain("qwen-vllm", "glm:cloud")
        .chain("shared", "cpp-default")
        .chain("embed", "llama3.1:latest", "ollama")
        .chain("terminal")
        .defaultChain("llama3.1:latest", "qwen-vllm")
        .size(0, 8, "ollama", "cpp")
        .size(13, Double.POSITIVE_INFINITY, "vllm", "ollama")
        .defaultProvider("box")
        .defaultFallback("cpp");
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        arguments(
            "exact: the entry's provider, then the chain of the requested name",
            NOTHING_POLLED,
            chat("llama3.1:latest"),
            "ollama/llama3.1:latest(exact) cpp/cpp-default(chain) cloud/gpt-oss:120b(chain)"),
        arguments(
            "exact: backend_model is what the provider is asked for; chain, then fallback, which"
                + " names a provider: its first model of the same specialty",
            NOTHING_POLLED,
            chat("qwen-vllm"),
            "vllm/Qwen/Qwen-7B-AWQ(exact) cloud/glm(chain) ollama/qwen:7b(fallback)"),
        arguments(
            "exact: several targets in file order; without a chain of its own name, that of the"
                + " first candidate's model",
            NOTHING_POLLED,
            chat("twice"),
            "box/shared(exact) ollama/qwen:7b(exact) cpp/cpp-default(chain)"),
        arguments(
            "exact: a name on the file lists of active providers",
            NOTHING_POLLED,
            chat("shared"),
            "box/shared(exact) box2/shared(exact) cpp/cpp-default(chain)"),
        arguments(
            "neither chain nor fallback: the default chain, then default_fallback",
            NOTHING_POLLED,
            chat("lonely"),
            "cpp/lonely(exact) ollama/llama3.1:latest(default chain)"
                + " vllm/Qwen/Qwen-7B-AWQ(default chain) cpp/cpp-default(default fallback)"),
        arguments(
            "pattern: before the default stage; the provider serves what it has loaded",
            NOTHING_POLLED,
            chat("Qwen/Other-70B"),
            "vllm/Qwen/Qwen-7B-AWQ(pattern) ollama/llama3.1:latest(fallback)"),
        arguments(
            "pattern: the first in file order that matches",
            NOTHING_POLLED,
            withoutFallbacks("qwen3:4b"),
            "ollama/qwen3:4b(pattern)"),
        arguments(
            "pattern: it matches from the start, as re.match does",
            NOTHING_POLLED,
            withoutFallbacks("not-qwen"),
            "box/not-qwen(default)"),
        arguments(
            "pattern: a disabled provider is left out, its fallback serves",
            NOTHING_POLLED,
            chat("mistralai/Mistral-7B"),
            "ollama/llama3.1:latest(fallback)"),
        arguments(
            "pattern: a name that the live list lacks is left out without a call",
            lists("ollama=llama3.1:latest"),
            withoutFallbacks("phi:7b"),
            "UNKNOWN_MODEL"),
        arguments(
            "default: a name on a live list, wherever it is",
            lists("box2=fresh", "cpp=fresh"),
            withoutFallbacks("fresh"),
            "cpp/fresh(default) box2/fresh(default)"),
        arguments(
            "default: the same family under another tag, latest before others",
            lists("ollama=gemma:2b-it,gemma:latest"),
            withoutFallbacks("gemma:9b-it"),
            "ollama/gemma:latest(default)"),
        arguments(
            "default: to Ollama no tag is the tag latest",
            lists("ollama=gemma:latest"),
            withoutFallbacks("gemma"),
            "ollama/gemma(default)"),
        arguments(
            "default: by the size in the name; the model is then never what happens to be loaded",
            NOTHING_POLLED,
            withoutFallbacks("wizard-70b"),
            "vllm/wizard-70b(default)"),
        arguments(
            "default: a size rule's fallback comes before the default chain",
            lists("vllm=Qwen/Qwen-7B-AWQ"),
            chat("wizard-70b"),
            "ollama/llama3.1:latest(fallback) vllm/Qwen/Qwen-7B-AWQ(default chain)"
                + " cpp/cpp-default(default fallback)"),
        arguments(
            "default: a size between the rules goes to the default provider",
            NOTHING_POLLED,
            withoutFallbacks("wizard-10b"),
            "box/wizard-10b(default)"),
        arguments(
            "default: default_provider, the default chain, and default_fallback with what it has"
                + " loaded",
            NOTHING_POLLED,
            chat("anything"),
            "box/anything(default) ollama/llama3.1:latest(default chain)"
                + " vllm/Qwen/Qwen-7B-AWQ(default chain) cpp/cpp-default(default fallback)"),
        arguments(
            "no model: the first model of the default provider",
            NOTHING_POLLED,
            withoutFallbacks(null),
            "box/shared(exact) box2/shared(exact)"),
        arguments(
            "vLLM restarted with another model: that one is what it has loaded",
            lists("vllm=other/model"),
            withoutFallbacks("Qwen/Any"),
            "vllm/other/model(pattern)"),
        arguments(
            "ollama.com: the form that its live list has",
            lists("cloud=gpt-oss:120b,glm:cloud"),
            withoutFallbacks("gpt-oss:120b-cloud"),
            "cloud/gpt-oss:120b(exact)"),
        arguments(
            "ollama.com: the marked form where that is what it lists",
            lists("cloud=gpt-oss:120b,glm:cloud"),
            withoutFallbacks("glm:cloud"),
            "cloud/glm:cloud(exact)"),
        arguments(
            "ollama.com: the stripped form where its list is not known",
            NOTHING_POLLED,
            withoutFallbacks("glm:cloud"),
            "cloud/glm(exact)"),
        arguments(
            "ollama.com: a marked name that only its live list has, without the mark",
            lists("cloud=new:1t"),
            withoutFallbacks("new:1t-cloud"),
            "cloud/new:1t(default)"),
        arguments(
            "terminal chain: nothing after the choice, not even the match's fallback",
            NOTHING_POLLED,
            chat("terminal"),
            "cpp/cpp-default(exact)"),
        arguments(
            "terminal chain: but for the client's own fallbacks",
            NOTHING_POLLED,
            chat("terminal", "shared"),
            "cpp/cpp-default(exact) box/shared(client) box2/shared(client)"),
        arguments(
            "client's fallbacks: right after the choice, one level, without repeats",
            NOTHING_POLLED,
            chat("llama3.1:latest", "twice", "cpp-default"),
            "ollama/llama3.1:latest(exact) box/shared(client) ollama/qwen:7b(client)"
                + " cpp/cpp-default(client) cloud/gpt-oss:120b(chain)"),
        arguments(
            "disable_fallbacks: the choice and nothing else",
            NOTHING_POLLED,
            withoutFallbacks("shared"),
            "box/shared(exact) box2/shared(exact)"),
        arguments(
            "embeddings: never another model, so no chain and no default",
            NOTHING_POLLED,
            embedding("embed"),
            "box/embedder(exact) box2/embedder(exact) ollama/embed(chain) cpp/embed(fallback)"),
        arguments(
            "embeddings: a provider serves no other model because it has it loaded",
            lists("vllm=Qwen/Qwen-7B-AWQ", "ollama=llama3.1:latest"),
            embedding("Qwen/Qwen3-Embedding"),
            "UNKNOWN_MODEL"),
        arguments(
            "down: last, in the order they would have had",
            lists("ollama down", "cpp down"),
            chat("llama3.1:latest"),
            "cloud/gpt-oss:120b(chain) ollama/llama3.1:latest(exact) cpp/cpp-default(chain)"),
        arguments(
            "all down: tried all the same, as a last resort",
            lists("box down", "box2 down", "cpp down"),
            chat("shared"),
            "box/shared(exact) box2/shared(exact) cpp/cpp-default(chain)"),
        arguments(
            "no credentials, and nothing else: none available",
            NOTHING_POLLED,
            withoutFallbacks("gpt-5"),
            "NONE_AVAILABLE"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void aRuleDecides(String rule, LiveLists found, RouteQuery asked, String expected) {
    // Given
    RoutePlanner planner = Asking.planner(lab().plan());

    // When
    RouteDecision decision = Asking.decide(planner, asked, found);

    // Then
    assertThat(Asking.told(decision)).as(rule).isEqualTo(expected);
  }
}
