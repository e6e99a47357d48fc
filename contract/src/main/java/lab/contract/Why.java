package lab.contract;

import java.util.List;

/**
 * The explanation of a decision.
 *
 * @param stage the stage that matched
 * @param rule the rule that matched, as the configuration writes it
 * @param at where the rule stands
 * @param leftOut who was considered and not taken
 */
public record Why(Stage stage, String rule, SourceRef at, List<LeftOut> leftOut) {
  public Why {
    leftOut = List.copyOf(leftOut);
  }
}
