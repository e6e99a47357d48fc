package lab.router.plan;

import static lab.config.ProviderType.LLAMA_CPP;
import static lab.config.ProviderType.OLLAMA;
import static lab.config.ProviderType.OPENAI_COMPATIBLE;
import static lab.config.ProviderType.VLLM;
import static lab.router.plan.Choosings.share;
import static lab.router.plan.When.header;
import static lab.router.plan.When.when;

import lab.config.Strategy;
import lab.config.condition.Fact;

/** One small lab with something of every kind to choose among. */
final class ChoosingLab {
  private ChoosingLab() {}

  /** All of it. */
  static Rules rules() {
    return new Rules()
        .provider("ollama", OLLAMA, "llama:8b=general_chat", "coder:7b=code_generation", "muse:13b")
        .provider("cpp", LLAMA_CPP, "cpp-default@8192")
        .provider("vllm", VLLM, "Qwen/Coder-7B@4096=code_generation")
        .provider("box", OPENAI_COMPATIBLE, "shared", "small:3b")
        .provider("box2", OPENAI_COMPATIBLE, "shared")
        .cloud("cloud", "gpt-oss:120b-cloud", "coder:480b-cloud=code_generation")
        .disabled("off", OPENAI_COMPATIBLE, "asleep")
        .exact("llama:8b", null, "ollama")
        .exact("coder-vllm", "ollama", "vllm=Qwen/Coder-7B")
        .pattern("^muse.*", "ollama", null)
        .chain("llama:8b", "cpp-default")
        .chain("coder-vllm", "balanced")
        .chain("alone")
        .defaultChain("gpt-oss:120b-cloud")
        .defaultProvider("box")
        .choosing(choosings());
  }

  private static Choosings choosings() {
    return new Choosings()
        .capability("reason", Strategy.IN_ORDER, "gpt-oss:120b-cloud", "llama:8b", "cpp")
        .capability("muse", Strategy.USAGE_BASED, "muse:13b", "gpt-oss:120b-cloud")
        .capability("spread", Strategy.LEAST_LOADED, "llama:8b", "cpp", "coder-vllm")
        .capability("quick", Strategy.FASTEST, "llama:8b", "cpp")
        .capability("roomy", Strategy.MOST_CAPACITY, "coder-vllm", "cpp", "llama:8b", "cloud")
        .capability("big", Strategy.QUALITY_FIRST, "llama:8b", "coder-vllm", "coder:480b-cloud")
        .byComplexity("code", "coder:7b", "coder-vllm", "coder:480b-cloud")
        .byContext("think", "llama:8b", "coder-vllm", "gpt-oss:120b-cloud")
        .filtered("large", 13.0, null, "coder-vllm", "muse:13b", "cpp")
        .filtered("huge", 1000.0, null, "coder-vllm", "muse:13b")
        .filtered("wide", null, 8192, "coder-vllm", "muse:13b", "cpp")
        .served("batch", "vllm", "cpp")
        .balancing("llama:8b", Strategy.ROUND_ROBIN, share("ollama", 0.7), share("cpp", 0.3))
        .balancing("balanced", Strategy.LEAST_LOADED, share("ollama", 1), share("cpp", 0))
        .balancing("code-generation", Strategy.IN_ORDER, share("cloud", 1), share("ollama", 1))
        .balancing("alone", Strategy.IN_ORDER, share("box=shared", 1), share("off", 1))
        .balancing(
            "tasks",
            Strategy.QUALITY_BASED,
            share("ollama=muse:13b", 0.7),
            share(
                "cloud=gpt-oss:120b-cloud",
                0.3,
                when("length > 1000", facts -> facts.number(Fact.TOKENS) > 1000)))
        .balancing(
            "load",
            Strategy.ROUND_ROBIN,
            share("vllm", 0.5, when("request_count > 5", f -> f.number(Fact.REQUEST_COUNT) > 5)),
            share("cloud", 0.5, when("local_saturated", f -> f.flag(Fact.LOCAL_SATURATED))))
        .metadataRule("high", "cpp", header("x-priority", "high"))
        .metadataRule("batched", "box2", when("batch_size > 1", f -> f.number(Fact.BATCH_SIZE) > 1))
        .metadataRule("streams", "cloud", when("stream == true", f -> f.flag(Fact.STREAM)))
        .wildcard("openai/*", "box", "*")
        .wildcard("openai/gpt-*", "box2", "gpt-oss-*")
        .onTooLong("shared", "cpp-default", "gpt-oss:120b-cloud")
        .onFiltered("shared", "llama:8b");
  }
}
