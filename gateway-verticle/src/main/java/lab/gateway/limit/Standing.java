package lab.gateway.limit;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import lab.contract.RequestFacts;
import org.jspecify.annotations.Nullable;

/**
 * How one number of a limit stands before a request, for people.
 *
 * @param rule whose number
 * @param bound which one
 * @param most how much there may be
 * @param left how much there is; null where nobody counts, and all of it is thought to be there
 * @param facts what the request is like
 */
record Standing(Rule rule, Bound bound, Number most, @Nullable Left left, RequestFacts facts) {

  /** Digits of a dollar. */
  private static final int DIGITS = 6;

  /** All numbers that a rule has. */
  static List<Standing> all(Rule rule, RequestFacts facts, Function<Bound, @Nullable Left> left) {
    List<Standing> all = new ArrayList<>();
    for (Bound bound : Bound.values()) {
      Number most = bound.of(rule.limit());
      if (most != null) {
        all.add(new Standing(rule, bound, most, left.apply(bound), facts));
      }
    }
    return all;
  }

  /** Whether it keeps the request from being made. */
  boolean isReached() {
    double there = left == null ? most.doubleValue() : left.amount();
    return switch (bound) {
      case RPM, PARALLEL -> there < 1;
      case TPM -> !Share.isPossible(facts, most.longValue()) || there < wanted();
      case REQUESTS_PER_DAY, TOKENS_PER_DAY, BUDGET_PER_DAY, BUDGET_PER_MONTH -> there <= 0;
    };
  }

  private long wanted() {
    return Share.amount(facts, most.longValue());
  }

  /** Why a candidate is left out that is at it. */
  String told() {
    String what = of() + ": " + bound.label() + " " + plain(most.doubleValue());
    String there = left == null ? "" : ", " + plain(left.amount()) + " left";
    return what + there + (bound == Bound.TPM ? ", about " + Share.wanted(facts) + " wanted" : "");
  }

  private String of() {
    return rule.scope().label() + " " + rule.name();
  }

  /** For programs. */
  JsonObject json() {
    JsonObject json =
        new JsonObject()
            .put("of", of())
            .put("limit", bound.label())
            .put("most", plain(most.doubleValue()));
    if (left != null) {
      json.put("left", plain(left.amount()));
      if (left.heard()) {
        json.put("heard", true);
      }
    }
    return json;
  }

  /** As people write numbers. */
  private static Number plain(double number) {
    return number == Math.rint(number)
        ? (Number) (long) number
        : BigDecimal.valueOf(number).setScale(DIGITS, RoundingMode.HALF_UP).doubleValue();
  }
}
