package lab.router.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lab.contract.Candidate;
import lab.contract.ModelName;
import lab.contract.RouteDecision;
import lab.contract.RouteDecision.Go;
import lab.contract.RouteDecision.Refuse;
import lab.contract.RouteQuery;
import lab.contract.Why;
import lab.router.plan.Course;
import org.jspecify.annotations.Nullable;

/**
 * Why a request goes where it goes. Its components are the JSON of {@link #json()}, in snake case.
 *
 * @param model the name asked for, or null
 * @param operation what was wanted of it
 * @param stage the stage that matched
 * @param rule the rule, as the configuration writes it
 * @param at where the rule stands: {@code file:line:column}
 * @param refused the reason where nobody may serve it, or null
 * @param attempts who is tried, in this order
 * @param leftOut who was considered and not taken
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Explanation(
    @Nullable String model,
    String operation,
    String stage,
    String rule,
    String at,
    @Nullable String refused,
    List<Attempt> attempts,
    List<LeftOut> leftOut) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /**
   * One who is tried.
   *
   * @param provider who
   * @param model the name it is asked for
   * @param source what put it into the list
   * @param tier the word of its chain, or null
   * @param down what the last poll found, where it found it down, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Attempt(
      String provider, String model, String source, @Nullable String tier, @Nullable String down) {}

  /** One who is not. */
  public record LeftOut(String provider, String model, String reason) {}

  /** Explains a decision. */
  public static Explanation of(RouteQuery query, Course course) {
    RouteDecision decision = course.decision();
    ModelName model = query.model();
    Why why = decision.why();
    return new Explanation(
        model == null ? null : model.value(),
        query.operation().label(),
        why.stage().label(),
        why.rule(),
        why.at().toString(),
        switch (decision) {
          case Go _ -> null;
          case Refuse refuse -> refuse.reason().name().toLowerCase(Locale.ROOT);
        },
        course.attempts().stream().map(Explanation::attempt).toList(),
        why.leftOut().stream()
            .map(out -> new LeftOut(out.provider().value(), out.model().value(), out.reason()))
            .toList());
  }

  private static Attempt attempt(Course.Attempt attempt) {
    Candidate candidate = attempt.candidate();
    return new Attempt(
        candidate.provider().value(),
        candidate.model().value(),
        candidate.source(),
        attempt.tier(),
        attempt.down());
  }

  /** For people: one fact per line. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("model     " + (model == null ? "(none given)" : model) + ", " + operation);
    lines.add("stage     " + stage);
    lines.add("rule      " + rule + "  (" + at + ")");
    if (refused != null) {
      lines.add("refused   " + refused.replace('_', ' '));
    }
    for (int i = 0; i < attempts.size(); i++) {
      Attempt attempt = attempts.get(i);
      String tier = attempt.tier() == null ? "" : ", tier " + attempt.tier();
      String down = attempt.down() == null ? "" : "; last resort, down: " + attempt.down();
      lines.add(
          "%-9s %s: %s  [%s%s%s]"
              .formatted(
                  "attempt " + (i + 1),
                  attempt.provider(),
                  attempt.model(),
                  attempt.source(),
                  tier,
                  down));
    }
    for (LeftOut out : leftOut) {
      lines.add("left out  " + out.provider() + ": " + out.model() + "  [" + out.reason() + "]");
    }
    return List.copyOf(lines);
  }

  /** For programs: one JSON object. */
  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("an explanation holds nothing but text", impossible);
    }
  }
}
