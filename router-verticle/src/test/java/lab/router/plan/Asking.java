package lab.router.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import lab.contract.CallId;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProviderName;
import lab.contract.RequestFacts;
import lab.contract.RouteDecision;
import lab.contract.RouteDecision.Go;
import lab.contract.RouteDecision.Refuse;
import lab.contract.RouteQuery;
import lab.router.board.Board;
import lab.router.live.LiveLists;
import org.jspecify.annotations.Nullable;

/** Questions to a planner, and its answers in one line each. */
final class Asking {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private Asking() {}

  static RouteQuery chat(String model) {
    return query(Operation.CHAT, model, false);
  }

  static RouteQuery embedding(String model) {
    return query(Operation.EMBEDDING, model, false);
  }

  static RouteQuery withoutFallbacks(@Nullable String model) {
    return query(Operation.CHAT, model, true);
  }

  static RouteQuery chat(String model, String... fallbacks) {
    List<ModelName> own = Stream.of(fallbacks).map(ModelName::new).toList();
    return new RouteQuery(
        new CallId("c"),
        Operation.CHAT,
        new ModelName(model),
        false,
        null,
        RequestFacts.NONE,
        own,
        false);
  }

  private static RouteQuery query(Operation operation, @Nullable String model, boolean disabled) {
    ModelName name = model == null ? null : new ModelName(model);
    return new RouteQuery(
        new CallId("c"), operation, name, false, null, RequestFacts.NONE, List.of(), disabled);
  }

  /** What polls found, written {@code provider=model,model} or {@code provider down}. */
  static LiveLists lists(String... found) {
    LiveLists lists = LiveLists.UNKNOWN;
    for (String one : found) {
      if (one.endsWith(" down")) {
        ProviderName provider = new ProviderName(one.substring(0, one.length() - 5));
        lists = lists.with(provider, new Finding.Down(FailureKind.SERVER, "refused"));
      } else {
        String[] parts = one.split("=", 2);
        List<ModelName> models = Stream.of(parts[1].split(",")).map(ModelName::new).toList();
        lists = lists.with(new ProviderName(parts[0]), new Finding.Up(models));
      }
    }
    return lists;
  }

  /** A planner whose draws are always the same. */
  static RoutePlanner planner(Plan plan) {
    return new RoutePlanner(plan, new SplittableRandom(1));
  }

  /** Its decision from what polls found, and nothing else. */
  static RouteDecision decide(RoutePlanner planner, RouteQuery query, LiveLists lists) {
    return planner.decide(query, Board.of(lists), NOW);
  }

  /** {@code provider/model(source)} of each candidate, in order; or the reason of the refusal. */
  static String told(RouteDecision decision) {
    return switch (decision) {
      case Go(var inOrder, _, _, _) -> {
        List<String> words = new ArrayList<>();
        inOrder.forEach(c -> words.add(c.provider() + "/" + c.model() + "(" + c.source() + ")"));
        yield String.join(" ", words);
      }
      case Refuse refuse -> refuse.reason().name();
    };
  }

  /** {@code provider/model: reason} of each that was left out. */
  static List<String> leftOut(RouteDecision decision) {
    return decision.why().leftOut().stream()
        .map(out -> out.provider() + "/" + out.model() + ": " + out.reason())
        .toList();
  }
}
