package lab.router.explain;

import static lab.router.plan.When.header;
import static lab.router.plan.When.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.SplittableRandom;
import lab.config.ProviderType;
import lab.config.Strategy;
import lab.config.condition.Fact;
import lab.contract.Operation;
import lab.router.plan.Choosings;
import lab.router.plan.Desk;
import lab.router.plan.RoutePlanner;
import lab.router.plan.Rules;
import org.junit.jupiter.api.Test;

class OverviewTest {
  private static final Rules RULES =
      new Rules()
          .provider("ollama", ProviderType.OLLAMA, "chat", "other")
          .provider("cpp", ProviderType.LLAMA_CPP, "loaded")
          .withoutKey("paid", "PAID_KEY", "gpt")
          .exact("chat", null, "ollama")
          .pattern("^meta/.*", "cpp", "ollama")
          .chain("chat", "loaded", "gpt")
          .size(0, 8, "ollama", null)
          .size(8, Double.POSITIVE_INFINITY, "cpp", null)
          .defaultProvider("ollama")
          .defaultModel("other")
          .defaultFallback("cpp")
          .choosing(
              new Choosings()
                  .byComplexity("code", "chat", "loaded", "other")
                  .byContext("think", "chat", "loaded", "other")
                  .balancing(
                      "both",
                      Strategy.ROUND_ROBIN,
                      Choosings.share("ollama=chat", 0.75),
                      Choosings.share("cpp", 0.25, header("x", "y")))
                  .metadataRule("vip", "cpp", header("x", "y"))
                  .metadataRule("streams", "ollama", when("stream", f -> f.flag(Fact.STREAM)))
                  .preferWarm()
                  .wildcard("open/*", "cpp", "*"));

  private static Overview overview(Operation operation) {
    return overview(RULES, operation);
  }

  private static Overview overview(Rules rules, Operation operation) {
    return new Overview(
        rules.configuration(),
        new RoutePlanner(rules.plan(), new SplittableRandom(1)),
        new Desk(),
        Instant.EPOCH,
        operation,
        (route, facts) -> route);
  }

  @Test
  void oneTableTellsWhereEverythingGoesAndWhy() {
    assertThat(overview(Operation.CHAT).lines())
        .containsExactlyElementsOf(
            """
            ASKED FOR                                   STAGE           STRATEGY              RULE
            chat                                        exact           direct                (model-mappings.yaml:8:1)
              attempt 1 ollama: chat  [exact]
              attempt 2 cpp: loaded  [chain, tier local]
              left out  paid: gpt  [no credentials: PAID_KEY is not set]
            both                                        load_balancing  weighted_round_robin  (model-mappings.yaml:50:3)
              attempt 1 ollama: chat  [load_balancing, weight 0.75]
              attempt 2 cpp: loaded  [load_balancing, weight 0.25, header.x == "y": false]
              left out  paid: gpt  [no credentials: PAID_KEY is not set]
            other                                       exact           direct                (providers.yaml:2:1)
              attempt 1 ollama: other  [exact]
              attempt 2 cpp: loaded  [default fallback]
            loaded                                      exact           direct                (providers.yaml:4:1)
              attempt 1 cpp: loaded  [exact]
            gpt                                         exact           direct                (providers.yaml:6:1)
              attempt 1 cpp: loaded  [default fallback]
              left out  paid: gpt  [no credentials: PAID_KEY is not set]
            open/*                                      exact           direct                (model-mappings.yaml:50:3)
              attempt 1 cpp: *  [exact]
              attempt 2 cpp: loaded  [default fallback]
            ^meta/.*                                    pattern         list order            (model-mappings.yaml:9:1)
              attempt 1 cpp: loaded  [pattern]
              attempt 2 ollama: chat  [fallback]
            capability code, 10 tokens                  capability      complexity_based      code (model-mappings.yaml:50:3)
              attempt 1 ollama: chat  [capability, for low]
              attempt 2 cpp: loaded  [capability, 1 from low]
              attempt 3 ollama: other  [capability, 2 from low]
              left out  paid: gpt  [no credentials: PAID_KEY is not set]
            capability code, 75 tokens                  capability      complexity_based      code (model-mappings.yaml:50:3)
              attempt 1 cpp: loaded  [capability, for medium]
              attempt 2 ollama: other  [capability, 1 from medium]
              attempt 3 ollama: chat  [capability, 1 from medium]
            capability code, 200 tokens                 capability      complexity_based      code (model-mappings.yaml:50:3)
              attempt 1 ollama: other  [capability, for high]
              attempt 2 cpp: loaded  [capability, 1 from high]
              attempt 3 ollama: chat  [capability, 2 from high]
            capability think, 10 tokens                 capability      context_based         think (model-mappings.yaml:50:3)
              attempt 1 ollama: chat  [capability, for standard]
              attempt 2 cpp: loaded  [capability, 1 from standard]
              attempt 3 ollama: other  [capability, 2 from standard]
              left out  paid: gpt  [no credentials: PAID_KEY is not set]
            capability think, 10 tokens with structure  capability      context_based         think (model-mappings.yaml:50:3)
              attempt 1 cpp: loaded  [capability, for complex]
              attempt 2 ollama: other  [capability, 1 from complex]
              attempt 3 ollama: chat  [capability, 1 from complex]
            capability think, 4000 tokens               capability      context_based         think (model-mappings.yaml:50:3)
              attempt 1 ollama: other  [capability, for large]
              attempt 2 cpp: loaded  [capability, 1 from large]
              attempt 3 ollama: chat  [capability, 2 from large]
            *-4b                                        default         list order            model_size_routing: <= 8B (model-mappings.yaml:11:1)
              attempt 1 ollama: *-4b  [default]
              attempt 2 cpp: loaded  [default fallback]
            *-9b                                        default         list order            model_size_routing: > 8B (model-mappings.yaml:12:1)
              attempt 1 cpp: *-9b  [default]
              attempt 2 cpp: loaded  [default fallback]
            (any other name)                            default         list order            default_provider: ollama (model-mappings.yaml:99:1)
              attempt 1 ollama: *  [default]
              attempt 2 cpp: loaded  [default fallback]
            (no model)                                  exact           direct                default_model -> other (providers.yaml:2:1)
              attempt 1 ollama: other  [exact]
              attempt 2 cpp: loaded  [default fallback]

            * stands for any name; each row is a short request while all are well and idle
            a name that only a live list has, or the same family under another tag, goes to whom\
             polls found with it, before sizes and default_provider
            vip, header.x == "y": cpp first where it is an attempt already; in the\
             default stage always (model-mappings.yaml:50:3)
            streams, stream: ollama first on ties; in the default\
             stage where it is an attempt already (model-mappings.yaml:50:3)
            on ties, or where nothing is known, who has the model loaded comes first
            after a rate limit a model rests as long as its provider says, else 60 s
            it rests 60 s once 3 attempts failed within 60 s, and 50 % of all
            """
                .lines()
                .toList());
  }

  @Test
  void programsGetARowForEach() {
    // When
    String json = overview(Operation.CHAT).json();

    // Then
    assertThat(json)
        .contains("\"asked\" : \"capability code, 75 tokens\"")
        .contains("\"rule\" : \"model_size_routing: > 8B\"");
  }

  @Test
  void otherOperationsHaveTheirOwnTable() {
    assertThat(overview(Operation.EMBEDDING).lines())
        .containsSubsequence(
            "  attempt 1 ollama: chat  [exact]",
            "  left out  cpp: loaded  [embedding never moves to another model]");
  }

  @Test
  void whoCanNotChatIsToldOfWhatItIsFor() {
    // Given
    Rules rules =
        new Rules()
            .provider("cpp", ProviderType.LLAMA_CPP, "vectors=embedding")
            .provider("box", ProviderType.OPENAI_COMPATIBLE, "ears=speech_to_text")
            .pattern("^bge", "cpp", null)
            .withoutKey("paid", "PAID_KEY", "gpt");

    // Then
    assertThat(overview(rules, Operation.CHAT).lines())
        .containsSubsequence(
            """
            vectors, embedding   exact    direct      vectors (providers.yaml:1:1)
              attempt 1 cpp: vectors  [exact]
            ears, transcription  exact    direct      ears (providers.yaml:3:1)
              attempt 1 box: ears  [exact]
            gpt                  exact    direct      (providers.yaml:6:1)
              refused   none available
              left out  paid: gpt  [no credentials: PAID_KEY is not set]
            ^bge, embedding      pattern  list order  ^bge (model-mappings.yaml:5:1)
              attempt 1 cpp: *  [pattern]
            """
                .lines()
                .toList());
    assertThat(overview(rules, Operation.COMPLETION).lines())
        .containsSubsequence(
            "  refused   unknown model",
            "  left out  cpp: vectors  [an embedding model can not do completion]");
  }
}
