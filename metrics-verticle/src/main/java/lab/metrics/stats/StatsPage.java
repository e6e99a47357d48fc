package lab.metrics.stats;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import lab.contract.CallFinished.Stats.Count;
import lab.contract.CallFinished.Stats.Counted;
import lab.contract.NodeId;
import org.jspecify.annotations.Nullable;

/** What nodes have counted, added up, as JSON. */
final class StatsPage {
  private static final double[] PERCENTILES = {50, 90, 95, 99};

  private StatsPage() {}

  /**
   * The answer of {@code /admin/stats}.
   *
   * @param told what each node has counted
   * @param silent who did not answer
   */
  static String json(Map<NodeId, Counted> told, Collection<NodeId> silent) {
    List<Count> counts = new ArrayList<>();
    told.values().forEach(counted -> counts.addAll(counted.counts()));
    List<Count> models = of(counts, Subject.MODEL);
    return new JsonObject()
        .put("nodes", names(told.keySet()))
        .put("silent", names(silent))
        .put("total", windows(models, false))
        .put("providers", each(of(counts, Subject.PROVIDER), true))
        .put("models", each(models, false))
        .encode();
  }

  /** The same of what was answered; who did not answer is silent. */
  static String of(Map<NodeId, Future<Counted>> answers) {
    Map<NodeId, Counted> told = new LinkedHashMap<>();
    List<NodeId> silent = new ArrayList<>();
    answers.forEach(
        (node, answer) -> {
          if (answer.succeeded()) {
            told.put(node, answer.result());
          } else {
            silent.add(node);
          }
        });
    return json(told, silent);
  }

  private static JsonArray names(Collection<NodeId> nodes) {
    return new JsonArray(nodes.stream().map(NodeId::value).sorted().toList());
  }

  private static List<Count> of(List<Count> counts, Subject subject) {
    return counts.stream().filter(count -> count.subject().equals(subject.label())).toList();
  }

  private static JsonArray each(List<Count> counts, boolean judged) {
    Map<String, List<Count>> byName = new TreeMap<>();
    for (Count count : counts) {
      byName.computeIfAbsent(count.name(), name -> new ArrayList<>()).add(count);
    }
    JsonArray all = new JsonArray();
    byName.forEach(
        (name, own) -> all.add(new JsonObject().put("name", name).mergeIn(windows(own, judged))));
    return all;
  }

  /** What is within each window, by its label; a window with nothing in it is not there. */
  private static JsonObject windows(List<Count> counts, boolean judged) {
    Map<Window, Figures> figures = new EnumMap<>(Window.class);
    for (Window window : Window.values()) {
      for (Count count : counts) {
        if (count.minutes() == window.minutes()) {
          figures.computeIfAbsent(window, first -> new Figures()).add(count);
        }
      }
    }
    JsonObject json = new JsonObject();
    figures.forEach((window, found) -> json.put(window.label(), json(found, judged)));
    return json;
  }

  private static JsonObject json(Figures figures, boolean judged) {
    Tally sum = figures.sum();
    JsonObject json =
        new JsonObject()
            .put("seconds", rounded(figures.seconds()))
            .put("requests", sum.get(Sum.ENDED))
            .put("per_second", rounded(figures.perSecond()))
            .put("failed", sum.get(Sum.FAILED))
            .put("cancelled", sum.get(Sum.CANCELLED))
            .put("error_rate", rounded(figures.errorRate()))
            .put("latency_ms", json(sum.took()))
            .put("first_content_ms", json(sum.firstContent()))
            .put("prompt_tokens", sum.get(Sum.PROMPT_TOKENS))
            .put("completion_tokens", sum.get(Sum.COMPLETION_TOKENS))
            .put("tokens_per_second", rounded(figures.tokensPerSecond()));
    return judged
        ? json.put("writing_tokens_per_second", rounded(figures.writingSpeed()))
            .put("availability", rounded(figures.availability()))
            .put("score", json(figures.score()))
        : json;
  }

  private static @Nullable JsonObject json(Durations durations) {
    if (durations.isEmpty()) {
      return null;
    }
    JsonObject json = new JsonObject();
    for (double percentile : PERCENTILES) {
      json.put("p" + (int) percentile, durations.millis(percentile));
    }
    return json.put("max", durations.millis(100));
  }

  private static @Nullable JsonObject json(@Nullable Score score) {
    if (score == null) {
      return null;
    }
    JsonObject json =
        new JsonObject()
            .put("points", rounded(score.points()))
            .put("grade", String.valueOf(score.grade()));
    score
        .parts()
        .forEach((part, points) -> json.put(part.name().toLowerCase(Locale.ROOT), rounded(points)));
    return json.put("recommendation", score.recommendation());
  }

  private static @Nullable Double rounded(@Nullable Double number) {
    return number == null ? null : Math.round(number * 10_000) / 10_000.0;
  }
}
