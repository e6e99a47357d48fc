package lab.router.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import lab.config.ProviderType;
import lab.config.Strategy;
import lab.contract.CallId;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProviderName;
import lab.contract.RequestFacts;
import lab.contract.RouteDecision;
import lab.contract.RouteQuery;
import lab.router.board.Board;
import lab.router.live.LiveLists;
import lab.router.plan.Ask;
import lab.router.plan.Choosings;
import lab.router.plan.Course;
import lab.router.plan.Desk;
import lab.router.plan.RoutePlanner;
import lab.router.plan.Rules;
import lab.router.plan.When;
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
            "strategy  direct",
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
            "strategy  list order",
            "refused   unknown model");
  }

  @Test
  void programsReadTheSameAsJson() {
    assertThat(explain("chat", OLLAMA_DOWN).json())
        .isEqualToIgnoringWhitespace(
            """
            {"model":"chat","operation":"chat","stage":"exact","rule":"chat",
             "at":"model-mappings.yaml:7:1","strategy":"direct",
             "attempts":[
               {"provider":"cpp","model":"loaded","source":"chain","tier":"local"},
               {"provider":"ollama","model":"chat","source":"exact","down":"connection refused"}],
             "left_out":[
               {"provider":"paid","model":"gpt",
                "reason":"no credentials: PAID_KEY is not set"}]}
            """);
  }

  @Test
  void peopleReadWhatPlacesWereDrawnFromAndWhatElseHappened() {
    // Given
    Rules rules =
        new Rules()
            .provider("a", ProviderType.OPENAI, "m")
            .provider("b", ProviderType.OPENAI, "m")
            .provider("big", ProviderType.OPENAI, "big")
            .choosing(
                new Choosings()
                    .balancing(
                        "m",
                        Strategy.ROUND_ROBIN,
                        Choosings.share("a", 0.75),
                        Choosings.share("b", 0.25, When.header("x", "y")))
                    .onTooLong("m", "big"));

    // When
    Explanation explanation = explain(rules, Ask.of("m").capability("code").query(), new Desk());

    // Then
    assertThat(explanation.lines())
        .containsExactly(
            "model     m, chat, capability code",
            "stage     load_balancing",
            "rule      m  (model-mappings.yaml:50:3)",
            "strategy  weighted_round_robin",
            "note      capability code ignored: the configuration has none of that name",
            "attempt 1 a: m  [load_balancing, weight 0.75]",
            "attempt 2 b: m  [load_balancing, weight 0.25, header.x == \"y\": false]",
            "too long  big: big  [context window]");
    assertThat(explanation.json())
        .contains("\"condition\" : \"header.x == \\\"y\\\": false\"")
        .contains("\"on_too_long\"");
  }

  @Test
  void peopleReadWhenAnotherTryIsWorthIt() {
    // Given
    RoutePlanner planner = new RoutePlanner(RULES.plan(), new SplittableRandom(1));
    RouteQuery query = Ask.of("chat").alone().query();
    Desk board = new Desk().cooling("ollama", 30);
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Course first = planner.course(query, board, now);
    RouteDecision tried = planner.decide(query, board, now);

    // When
    Course next = planner.course(query, board, now.plusMillis(500));

    // Then
    assertThat(tried).isEqualTo(first.decision());
    assertThat(Explanation.of(query, first).notes())
        .containsExactly("last resort: ollama, though 5 of 5 failed");
    assertThat(Explanation.of(query, next).lines())
        .contains("refused   none available; again in 30 s");
  }

  private static Explanation explain(Rules rules, RouteQuery query, Desk board) {
    RoutePlanner planner = new RoutePlanner(rules.plan(), new SplittableRandom(1));
    return Explanation.of(query, planner.course(query, board, Instant.EPOCH));
  }

  private static Explanation explain(String model, LiveLists lists) {
    ModelName name = new ModelName(model);
    RouteQuery query =
        new RouteQuery(
            new CallId("c"),
            Operation.CHAT,
            name,
            false,
            null,
            RequestFacts.NONE,
            List.of(),
            false);
    RoutePlanner planner = new RoutePlanner(RULES.plan(), new SplittableRandom(1));
    return Explanation.of(query, planner.course(query, Board.of(lists), Instant.EPOCH));
  }
}
