package lab.contract.bus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptStarted;
import lab.contract.BusMessage;
import lab.contract.CacheOutcome;
import lab.contract.CallFinished;
import lab.contract.CallId;
import lab.contract.Candidate;
import lab.contract.CircuitChanged;
import lab.contract.ExplainQuery;
import lab.contract.FailureKind;
import lab.contract.FlightClaim;
import lab.contract.Heartbeat;
import lab.contract.KeysTold;
import lab.contract.LeftOut;
import lab.contract.LimitClaim;
import lab.contract.ModelName;
import lab.contract.NodeId;
import lab.contract.Operation;
import lab.contract.ProbeReport;
import lab.contract.ProviderDigest;
import lab.contract.ProviderName;
import lab.contract.ProvidersQuery;
import lab.contract.RefusalReason;
import lab.contract.Reload;
import lab.contract.RemoteRouteQuery;
import lab.contract.RequestFacts;
import lab.contract.Role;
import lab.contract.RouteDecision;
import lab.contract.RouteQuery;
import lab.contract.SourceRef;
import lab.contract.Stage;
import lab.contract.Standing;
import lab.contract.Usage;
import lab.contract.Why;

/** One message of every kind that travels, with every field filled. */
final class Examples {
  private static final CallId CALL = new CallId("call-1");
  static final ProviderName PROVIDER = new ProviderName("vllm");
  static final ModelName MODEL = new ModelName("m:7b");
  private static final Candidate CANDIDATE = new Candidate(PROVIDER, MODEL, "exact");
  private static final RequestFacts FACTS =
      new RequestFacts(
          1200,
          40,
          true,
          true,
          256,
          2,
          "ada",
          Map.of("x-priority", "high"),
          Map.of("project", "lab"),
          List.of("batch"));
  private static final Why WHY =
      new Why(
          Stage.EXACT,
          "m:7b",
          new SourceRef("model-mappings.yaml", 3, 5),
          List.of(new LeftOut(PROVIDER, MODEL, "disabled")));

  private static final Reload.Content CONTENT =
      new Reload.Content(
          7,
          Instant.parse("2026-01-02T03:04:05Z"),
          new NodeId("node-1"),
          "admin API",
          "asked to",
          Map.of("providers.yaml", "providers: {}"),
          Map.of("vllm", "disabled"));

  private static final Standing COOLING =
      new Standing(
          Standing.State.COOLDOWN,
          Instant.parse("2026-01-02T03:04:05Z"),
          Instant.parse("2026-01-02T03:05:05Z"),
          "requests failed",
          new NodeId("node-1"),
          FailureKind.SERVER);

  private static final FlightClaim.Flight FLIGHT =
      new FlightClaim.Flight(new NodeId("node-1"), 1234567890123456789L);

  /** One of every leaf, with every field filled. */
  static final List<BusMessage> ALL =
      List.of(
          new RouteQuery(CALL, Operation.CHAT, MODEL, true, "code", FACTS, List.of(MODEL), true),
          new RouteDecision.Go(List.of(CANDIDATE), List.of(CANDIDATE), List.of(CANDIDATE), WHY),
          new ExplainQuery(
              new RouteQuery(
                  CALL, Operation.CHAT, MODEL, true, "code", FACTS, List.of(MODEL), true)),
          new RemoteRouteQuery(
              new RouteQuery(
                  CALL, Operation.CHAT, MODEL, true, "code", FACTS, List.of(MODEL), true)),
          new ExplainQuery.Answer("{\"model\":\"m:7b\"}"),
          new ProvidersQuery(PROVIDER),
          new ProvidersQuery.Answer(
              List.of(
                  new ProvidersQuery.Known(
                      PROVIDER,
                      "vllm",
                      COOLING,
                      new ProvidersQuery.Times(0.5, 2.5),
                      3,
                      8,
                      new ProbeReport.Busy(3, 2, 0.75),
                      12.5,
                      Instant.parse("2026-01-02T03:04:05Z"),
                      List.of(MODEL),
                      List.of(
                          new ProvidersQuery.KnownModel(
                              MODEL, COOLING, true, 2, new ProvidersQuery.Times(0.5, 2.5)))))),
          new AttemptStarted(CALL, CANDIDATE),
          new RouteDecision.Refuse(RefusalReason.NONE_AVAILABLE, Duration.ofMillis(1500), WHY),
          new AttemptOutcome(
              CALL,
              CANDIDATE,
              new AttemptOutcome.Ending.Failed(FailureKind.RATE, Duration.ofSeconds(30)),
              Duration.ofMillis(20),
              Duration.ofSeconds(2),
              new Usage(3, 4),
              true,
              MODEL),
          new CallFinished(
              CALL,
              Operation.EMBEDDING,
              MODEL,
              CANDIDATE,
              Stage.PATTERN,
              false,
              502,
              FailureKind.SERVER,
              2,
              Duration.ofMillis(20),
              Duration.ofSeconds(2),
              Duration.ofNanos(40_000),
              new Usage(3, 0),
              new CallFinished.MovedOn(CANDIDATE, FailureKind.RATE),
              CacheOutcome.MISS,
              "team-a",
              new CallFinished.Preview("Why?", null)),
          new CallFinished.Since(41, 100),
          new CallFinished.Lately(
              42,
              List.of(
                  new CallFinished.Past(
                      42,
                      Instant.parse("2026-01-02T03:04:05Z"),
                      new CallFinished(
                          CALL,
                          Operation.CHAT,
                          MODEL,
                          CANDIDATE,
                          Stage.EXACT,
                          true,
                          200,
                          null,
                          1,
                          Duration.ofMillis(20),
                          Duration.ofSeconds(2),
                          Duration.ofNanos(40_000),
                          new Usage(3, 4),
                          null,
                          null,
                          null,
                          null),
                      0.5))),
          new Standing.Alerts.Ask(100),
          new Standing.Alerts.Told(
              List.of(
                  new Standing.Alert(
                      Standing.Alert.Kind.CREDITS,
                      PROVIDER,
                      MODEL,
                      Standing.Alert.Severity.CRITICAL,
                      "no money or quota was left",
                      Instant.parse("2026-01-02T03:04:05Z"),
                      Instant.parse("2026-01-02T04:04:05Z"),
                      2,
                      Instant.parse("2026-01-02T03:04:05Z"),
                      Map.of("ops", Standing.Alert.Telling.OVER),
                      7,
                      new NodeId("node-1")))),
          new CallFinished.Stats.Ask(true),
          new CallFinished.Stats.Page("{\"total\":{}}"),
          new CallFinished.Stats.Within(List.of(1, 5, 60)),
          new CallFinished.Stats.Counted(
              List.of(
                  new CallFinished.Stats.Count(
                      "model", "m:7b", 5, 290_000, Map.of("ended", 9L), "HISTOGRAM", ""))),
          new ProbeReport(
              PROVIDER,
              new ProbeReport.Finding.Up(
                  List.of(MODEL), List.of(MODEL), 4, new ProbeReport.Busy(3, 2, 0.75), 12.5),
              Instant.parse("2026-01-02T03:04:05Z"),
              new NodeId("node-1"),
              Instant.parse("2026-01-02T03:00:00Z")),
          new FlightClaim(
              "9f86d081884c7d65", FLIGHT, new FlightClaim.Flight(new NodeId("node-2"), -7)),
          new FlightClaim.Answer(FLIGHT),
          new FlightClaim.Over("9f86d081884c7d65", FLIGHT),
          new LimitClaim("api_key/tokens/9f86", 1000, 1, 2, 3, 4),
          new LimitClaim.Answer(3, 900, 20_000_000, 6_000_000_000L),
          new LimitClaim.Owed("api_key/tokens/9f86", 1000, 6_000_000_000L),
          new LimitClaim.Recall("api_key/tokens/9f86"),
          new KeysTold.Spent(
              List.of(new KeysTold.Sum("9f86", "2026-01-31", new NodeId("node-1"), 1.25))),
          new KeysTold.Spent.Query(new NodeId("node-1")),
          new LimitClaim.Slots("api_key/parallel/9f86", new NodeId("node-1"), 4, 2, 3, true),
          new Heartbeat(
              new NodeId("node-1"),
              Set.of(Role.ROUTER),
              "1.2.3",
              Instant.parse("2026-01-02T03:04:05Z"),
              Instant.parse("2026-01-02T03:05:05Z"),
              Heartbeat.Phase.SERVING,
              "0a1b2c3d4e5f",
              7,
              "5f4e3d2c1b0a",
              "127.0.0.1:5901"),
          new Reload.Prepare(CONTENT),
          new Reload.Verdict(false, "it has errors"),
          new Reload.Commit(7, "5f4e3d2c1b0a", true),
          new Reload.Fetch(new NodeId("node-1")),
          CONTENT,
          new Reload.Tried(false, 3),
          new KeysTold(
              List.of(
                  new KeysTold.Issued(
                      "0".repeat(64),
                      "{\"alias\":\"team-a\"}",
                      Instant.parse("2026-01-02T03:04:05Z")))),
          new KeysTold.Query("0a1b2c"),
          new ProviderDigest(
              new NodeId("node-1"),
              Instant.parse("2026-01-02T03:04:05Z"),
              7,
              List.of(
                  new ProviderDigest.OfProvider(
                      PROVIDER,
                      3,
                      List.of(
                          new ProviderDigest.OfModel(
                              MODEL,
                              2,
                              5,
                              Map.of(FailureKind.TIMEOUT, 1),
                              4,
                              Map.of(90, 6),
                              Map.of(64, 5))))),
              List.of(new CircuitChanged.Place(PROVIDER, CircuitChanged.Part.KEY, null))),
          new CircuitChanged(
              new CircuitChanged.Place(PROVIDER, CircuitChanged.Part.MODEL, MODEL),
              Instant.parse("2026-01-02T03:04:05Z"),
              Instant.parse("2026-01-02T03:05:05Z"),
              FailureKind.SERVER,
              2,
              Instant.parse("2026-01-02T03:05:07Z"),
              new NodeId("node-1")));

  private Examples() {}
}
