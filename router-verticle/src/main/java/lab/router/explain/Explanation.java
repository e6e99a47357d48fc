package lab.router.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
 * @param capability the capability asked for beside it, or null
 * @param operation what was wanted of it
 * @param stage the stage that matched
 * @param rule the rule, as the configuration writes it
 * @param at where the rule stands: {@code file:line:column}
 * @param strategy how the choice was made, as the configuration writes it
 * @param refused the reason where nobody may serve it, or null
 * @param retryAfter seconds after which another try may be worth it, or null
 * @param attempts who is tried, in this order
 * @param onTooLong who is tried next once one finds the prompt too long
 * @param onFiltered who is tried next once one refuses the content
 * @param leftOut who was considered and not taken
 * @param notes what else happened on the way
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Explanation(
    @Nullable String model,
    @Nullable String capability,
    String operation,
    String stage,
    String rule,
    String at,
    String strategy,
    @Nullable String refused,
    @Nullable Long retryAfter,
    List<Attempt> attempts,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Attempt> onTooLong,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Attempt> onFiltered,
    List<LeftOut> leftOut,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // An empty list is not written.
          .withConfigOverride(
              List.class,
              lists -> lists.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .build();

  /**
   * One who is tried.
   *
   * @param provider who
   * @param model the name it is asked for
   * @param source what put it into the list
   * @param tier the word of its chain, or null
   * @param down what the last poll found, where it found it down, or null
   * @param measured what its place was drawn from: a weight, a score, a load; or null
   * @param tie why it comes before others that the strategy can not tell from it, or null
   * @param condition its condition and whether that holds, or null
   * @param degraded why it is slow to begin, where it is, or null
   * @param limits what the configuration limits it by: none in what a router says, which does not
   *     know them
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Attempt(
      String provider,
      String model,
      String source,
      @Nullable String tier,
      @Nullable String down,
      @Nullable String measured,
      @Nullable String tie,
      @Nullable String condition,
      @Nullable String degraded,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Limit> limits) {

    private List<String> lines(String head) {
      String first = "%-9s %s".formatted(head, told());
      return limits.isEmpty() ? List.of(first) : List.of(first, limitsTold());
    }

    private String limitsTold() {
      return limits.stream()
          .map(Limit::told)
          .collect(Collectors.joining("; ", "limits    " + provider + ": " + model + "  [", "]"));
    }

    private String told() {
      List<String> words = new ArrayList<>(List.of(source));
      Stream.of(
              tier == null ? null : "tier " + tier,
              measured,
              tie,
              condition,
              degraded == null ? null : "degraded: " + degraded)
          .forEach(word -> addTo(words, word));
      String last = down == null ? "" : "; last resort, down: " + down;
      return provider + ": " + model + "  [" + String.join(", ", words) + last + "]";
    }

    private static void addTo(List<String> words, @Nullable String word) {
      if (word != null) {
        words.add(word);
      }
    }
  }

  /**
   * A limit of one who is tried, which is not reached.
   *
   * @param of of what: {@code provider openai}
   * @param limit the configuration's word, such as {@code rpm}
   * @param most how much there may be
   * @param left how much is left, or null where nobody counts
   * @param heard whether another node counts it, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Limit(
      String of, String limit, Number most, @Nullable Number left, @Nullable Boolean heard) {
    private String told() {
      String there = left == null ? "" : ", " + left + " left";
      return of + ": " + limit + " " + most + there + (heard == null ? "" : " as heard");
    }
  }

  /** One who is not. */
  public record LeftOut(String provider, String model, String reason) {}

  /** Explains a decision. */
  public static Explanation of(RouteQuery query, Course course) {
    RouteDecision decision = course.decision();
    ModelName model = query.model();
    Why why = decision.why();
    return new Explanation(
        model == null ? null : model.value(),
        query.capability(),
        query.operation().label(),
        why.stage().label(),
        why.rule(),
        why.at().toString(),
        course.strategy(),
        refusal(decision),
        retryAfter(decision),
        course.attempts().stream().map(Explanation::attempt).toList(),
        decision instanceof Go go ? attempts(go.onTooLong()) : List.of(),
        decision instanceof Go go ? attempts(go.onFiltered()) : List.of(),
        why.leftOut().stream()
            .map(out -> new LeftOut(out.provider().value(), out.model().value(), out.reason()))
            .toList(),
        course.notes());
  }

  private static @Nullable String refusal(RouteDecision decision) {
    return switch (decision) {
      case Go _ -> null;
      case Refuse refuse -> refuse.reason().label();
    };
  }

  private static @Nullable Long retryAfter(RouteDecision decision) {
    return decision instanceof Refuse(_, var after, _) && after != null
        ? BigDecimal.valueOf(after.toMillis(), 3).setScale(0, RoundingMode.CEILING).longValue()
        : null;
  }

  private static Attempt attempt(Course.Attempt attempt) {
    Candidate candidate = attempt.candidate();
    return new Attempt(
        candidate.provider().value(),
        candidate.model().value(),
        candidate.source(),
        attempt.tier(),
        attempt.down(),
        attempt.measured(),
        attempt.tie(),
        attempt.condition(),
        attempt.slow(),
        List.of());
  }

  private static List<Attempt> attempts(List<Candidate> candidates) {
    return candidates.stream()
        .map(one -> attempt(new Course.Attempt(one, null, null, null, null, null, null)))
        .toList();
  }

  /** For people: one fact per line. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    String wanted = capability == null ? "" : ", capability " + capability;
    lines.add("model     " + (model == null ? "(none given)" : model) + ", " + operation + wanted);
    lines.add("stage     " + stage);
    lines.add("rule      " + rule + "  (" + at + ")");
    lines.add("strategy  " + strategy);
    lines.addAll(outcome());
    return List.copyOf(lines);
  }

  /** What follows from the rule, for people: who is tried and who is not. */
  List<String> outcome() {
    List<String> lines = new ArrayList<>();
    notes.forEach(note -> lines.add("note      " + note));
    if (refused != null) {
      String after = retryAfter == null ? "" : "; again in " + retryAfter + " s";
      lines.add("refused   " + refused.replace('_', ' ') + after);
    }
    for (int i = 0; i < attempts.size(); i++) {
      lines.addAll(attempts.get(i).lines("attempt " + (i + 1)));
    }
    onTooLong.forEach(attempt -> lines.addAll(attempt.lines("too long")));
    onFiltered.forEach(attempt -> lines.addAll(attempt.lines("filtered")));
    for (LeftOut out : leftOut) {
      lines.add("left out  " + out.provider() + ": " + out.model() + "  [" + out.reason() + "]");
    }
    return lines;
  }

  /**
   * What {@link #json()} wrote, here or on a node of another version, and what a gateway knows of
   * limits beside it.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static Explanation read(String json) {
    try {
      Explanation read = JSON.readValue(json, Explanation.class);
      if (read == null || read.stage == null) {
        throw new IllegalArgumentException("no explanation: it names no stage");
      }
      return read;
    } catch (JsonProcessingException unreadable) {
      throw new IllegalArgumentException("no explanation: " + unreadable.getMessage(), unreadable);
    }
  }

  /** For programs: one JSON object. */
  public String json() {
    return json(this);
  }

  /** Something made of explanations and text, written as they are. */
  static String json(Object explained) {
    try {
      return JSON.writeValueAsString(explained);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("an explanation holds nothing but text", impossible);
    }
  }
}
