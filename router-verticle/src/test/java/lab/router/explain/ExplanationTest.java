package lab.router.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import lab.config.ProviderType;
import lab.contract.CallId;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProviderName;
import lab.contract.RouteQuery;
import lab.router.board.Board;
import lab.router.live.LiveLists;
import lab.router.plan.RoutePlanner;
import lab.router.plan.Rules;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final Rules RULES =
      new Rules()
          .provider("ollama", ProviderType.OLLAMA, "chat")
          .provider("cpp", ProviderType.LLAMA_CPP, "loaded")
          .withoutKey("paid", "PAID_KEY", "gpt")
          .exact("chat", null, "ollama")
          .chain("chat", "gpt", "loaded");

  private static final LiveLists OLLAMA_DOWN =
      LiveLists.UNKNOWN.with(
          new ProviderName("ollama"), new Finding.Down(FailureKind.SERVER, "connection refused"));

  @Test
  void peopleReadOneFactPerLine() {
    assertThat(explain("chat", OLLAMA_DOWN).lines())
        .containsExactly(
            "model     chat, chat",
            "stage     exact",
            "rule      chat  (model-mappings.yaml:7:1)",
            "attempt 1 cpp: loaded  [chain, tier local]",
            "attempt 2 ollama: chat  [exact; last resort, down: connection refused]",
            "left out  paid: gpt  [no credentials: PAID_KEY is not set]");
  }

  @Test
  void peopleReadWhyARequestIsRefused() {
    assertThat(explain("other", LiveLists.UNKNOWN).lines())
        .containsExactly(
            "model     other, chat",
            "stage     default",
            "rule      no rule matches  (model-mappings.yaml:99:1)",
            "refused   unknown model");
  }

  @Test
  void programsReadTheSameAsJson() {
    assertThat(explain("chat", OLLAMA_DOWN).json())
        .isEqualToIgnoringWhitespace(
            """
            {"model":"chat","operation":"chat","stage":"exact","rule":"chat",
             "at":"model-mappings.yaml:7:1",
             "attempts":[
               {"provider":"cpp","model":"loaded","source":"chain","tier":"local"},
               {"provider":"ollama","model":"chat","source":"exact","down":"connection refused"}],
             "left_out":[
               {"provider":"paid","model":"gpt",
                "reason":"no credentials: PAID_KEY is not set"}]}
            """);
  }

  private static Explanation explain(String model, LiveLists lists) {
    ModelName name = new ModelName(model);
    RouteQuery query =
        new RouteQuery(new CallId("c"), Operation.CHAT, name, false, List.of(), false);
    RoutePlanner planner = new RoutePlanner(RULES.plan(), new SplittableRandom(1));
    return Explanation.of(query, planner.course(query, Board.of(lists), Instant.EPOCH));
  }
}
