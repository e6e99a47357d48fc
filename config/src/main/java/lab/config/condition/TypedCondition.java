package lab.config.condition;

import java.util.Set;

/** A condition that came out of {@link ConditionParser}. */
record TypedCondition(
    Expression expression,
    String written,
    Set<Fact> facts,
    Set<String> headers,
    Set<String> metadata)
    implements Condition {
  TypedCondition {
    facts = Set.copyOf(facts);
    headers = Set.copyOf(headers);
    metadata = Set.copyOf(metadata);
  }

  @Override
  public boolean holds(Facts of) {
    return expression.holds(of);
  }
}
