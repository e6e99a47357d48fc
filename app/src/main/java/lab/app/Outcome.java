package lab.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import lab.config.Finding;
import lab.contract.NodeId;
import lab.contract.Reload;

/** What became of a wish to go by another configuration. */
sealed interface Outcome {

  /**
   * It is in force on this node and on all that answer.
   *
   * @param content what is in force
   * @param away nodes that did not answer; they take it when they are back
   * @param needsRestart keys whose new value counts from the next start only
   */
  record Activated(Reload.Content content, List<NodeId> away, List<String> needsRestart)
      implements Outcome {
    public Activated {
      away = List.copyOf(away);
      needsRestart = List.copyOf(needsRestart);
    }
  }

  /**
   * Nothing differs from what is in force.
   *
   * @param content what is in force
   */
  record Unchanged(Reload.Content content) implements Outcome {}

  /**
   * Nothing has changed, and this is why.
   *
   * @param because for people
   * @param findings what is wrong with the files, where that is the reason
   * @param passing whether it may go another time: somebody else was about to change something
   */
  record Refused(String because, List<Finding> findings, boolean passing) implements Outcome {
    public Refused {
      findings = List.copyOf(findings);
    }

    /** Something that will not change by itself, and is not about files. */
    Refused(String because) {
      this(because, List.of(), false);
    }
  }

  /** As HTTP says it. */
  default int httpStatus() {
    return switch (this) {
      case Activated _, Unchanged _ -> 200;
      case Refused(_, List<Finding> findings, _) -> findings.isEmpty() ? 409 : 422;
    };
  }

  /** As JSON. */
  default JsonObject json() {
    return switch (this) {
      case Activated(Reload.Content content, List<NodeId> away, List<String> restart) ->
          json("activated", content)
              .put("away", new JsonArray(away.stream().map(NodeId::value).toList()))
              .put("needs_restart", new JsonArray(restart));
      case Unchanged(Reload.Content content) -> json("unchanged", content);
      case Refused(String because, List<Finding> findings, _) ->
          new JsonObject()
              .put("status", "refused")
              .put("because", because)
              .put("findings", json(findings));
    };
  }

  private static JsonObject json(String status, Reload.Content content) {
    return new JsonObject()
        .put("status", status)
        .put("epoch", content.epoch())
        .put("hash", FilesDigest.of(content));
  }

  /** Findings as JSON. */
  static JsonArray json(List<Finding> findings) {
    JsonArray all = new JsonArray();
    for (Finding finding : findings) {
      all.add(
          new JsonObject()
              .put("severity", finding.severity().label())
              .put("file", finding.at().file())
              .put("line", finding.at().line())
              .put("column", finding.at().column())
              .put("message", finding.message()));
    }
    return all;
  }
}
