package lab.gateway.limit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import lab.config.Configuration;
import lab.contract.Candidate;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.RequestFacts;
import org.jspecify.annotations.Nullable;

/**
 * Tells in a router's explanation, which knows no limits, what limits each of its candidates, and
 * leaves out who is at a limit. Pure.
 */
public final class LimitsTold {
  private static final String ATTEMPTS = "attempts";
  private static final List<String> CANDIDATES = List.of(ATTEMPTS, "on_too_long", "on_filtered");
  private static final String LEFT_OUT = "left_out";

  private final BiFunction<Candidate, @Nullable ModelName, List<Standing>> limits;

  /**
   * @param limits how those stand that a candidate and the name that was asked for have
   */
  LimitsTold(BiFunction<Candidate, @Nullable ModelName, List<Standing>> limits) {
    this.limits = limits;
  }

  /** What the files alone say, where nothing is used, by what a request is like. */
  public static Function<RequestFacts, LimitsTold> ofFiles(Configuration configuration) {
    Table<Rule> table = Table.of(configuration, rule -> rule);
    return facts ->
        new LimitsTold(
            (candidate, asked) ->
                table.of(candidate, asked).stream()
                    .flatMap(rule -> Standing.all(rule, facts, bound -> null).stream())
                    .toList());
  }

  /**
   * An explanation with limits.
   *
   * @param explanation a JSON object, as a router tells it
   */
  public String addedTo(String explanation) {
    JsonObject told = new JsonObject(explanation);
    String model = told.getString("model");
    ModelName asked = model == null ? null : new ModelName(model);
    Set<JsonObject> reached = new LinkedHashSet<>();
    for (String list : CANDIDATES) {
      JsonArray candidates = told.getJsonArray(list);
      if (candidates != null) {
        told.put(list, fit(candidates, asked, reached));
      }
    }
    if (!reached.isEmpty()) {
      JsonArray out = told.getJsonArray(LEFT_OUT, new JsonArray());
      reached.forEach(out::add);
      told.put(LEFT_OUT, out);
      if (told.getJsonArray(ATTEMPTS, new JsonArray()).isEmpty()) {
        told.getMap().putIfAbsent("refused", "over_limit");
      }
    }
    return told.encodePrettily();
  }

  private JsonArray fit(JsonArray candidates, @Nullable ModelName asked, Set<JsonObject> reached) {
    JsonArray fit = new JsonArray();
    for (int i = 0; i < candidates.size(); i++) {
      JsonObject one = candidates.getJsonObject(i);
      List<Standing> standings = limits.apply(candidate(one), asked);
      String why =
          standings.stream()
              .filter(Standing::isReached)
              .map(Standing::told)
              .collect(Collectors.joining("; "));
      if (!why.isEmpty()) {
        reached.add(leftOut(one, why));
      } else {
        fit.add(with(one, standings));
      }
    }
    return fit;
  }

  private static Candidate candidate(JsonObject one) {
    return new Candidate(
        new ProviderName(one.getString("provider")),
        new ModelName(one.getString("model")),
        one.getString("source"));
  }

  private static JsonObject leftOut(JsonObject one, String why) {
    return new JsonObject()
        .put("provider", one.getString("provider"))
        .put("model", one.getString("model"))
        .put("reason", "over_limit: " + why);
  }

  private static JsonObject with(JsonObject one, List<Standing> standings) {
    JsonArray limits = new JsonArray();
    standings.forEach(standing -> limits.add(standing.json()));
    return limits.isEmpty() ? one : one.put("limits", limits);
  }
}
