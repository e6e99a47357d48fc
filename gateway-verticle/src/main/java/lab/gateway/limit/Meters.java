package lab.gateway.limit;

import io.vertx.core.MultiMap;
import java.util.List;
import lab.config.RateLimit;
import lab.contract.RequestFacts;
import lab.gateway.call.Quota;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one key, model or provider, and what counts against them.
 *
 * @param rule the limits, as they are written
 * @param requests null for any number
 * @param tokens null for any number
 * @param slots null for any number
 * @param purse what it may use in a day or a month; null for anything
 */
record Meters(
    Rule rule,
    @Nullable Meter requests,
    @Nullable Meter tokens,
    @Nullable SlotLimit slots,
    @Nullable Purse purse)
    implements Quota {

  /** Those of a model, a deployment or a provider, which their names tell apart. */
  static Meters of(Rule rule, Pool pool) {
    return of(rule, rule.name(), pool);
  }

  /**
   * Those of a thing.
   *
   * @param identity tells it from others of its scope
   */
  static Meters of(Rule rule, String identity, Pool pool) {
    RateLimit limit = rule.limit();
    Integer parallel = limit.parallel();
    return new Meters(
        rule,
        meter(rule, identity, Limit.Unit.REQUESTS, limit.rpm(), pool),
        meter(rule, identity, Limit.Unit.TOKENS, limit.tpm(), pool),
        parallel == null ? null : SlotLimit.of(rule.scope(), rule.name(), identity, parallel),
        limit.spending().limits()
            ? Purse.of(rule.scope(), rule.name(), identity, limit.spending())
            : null);
  }

  private static @Nullable Meter meter(
      Rule rule, String identity, Limit.Unit unit, @Nullable Integer perMinute, Pool pool) {
    return perMinute == null
        ? null
        : new Meter(Limit.of(rule.scope(), rule.name(), identity, unit, perMinute), pool);
  }

  /** How all of it stands before a request, as far as this node knows; takes nothing. */
  List<Standing> standings(RequestFacts facts, SlotPool pool, Budgets budgets) {
    return Standing.all(rule, facts, bound -> left(bound, pool, budgets));
  }

  private @Nullable Left left(Bound bound, SlotPool pool, Budgets budgets) {
    return switch (bound) {
      case RPM -> requests == null ? null : requests.known();
      case TPM -> tokens == null ? null : tokens.known();
      case PARALLEL -> slots == null ? null : pool.left(slots);
      case REQUESTS_PER_DAY, TOKENS_PER_DAY, BUDGET_PER_DAY, BUDGET_PER_MONTH ->
          purse == null ? null : budgets.left(purse, bound);
    };
  }

  @Override
  public void tell(MultiMap headers) {
    if (requests != null) {
      requests.tell(headers);
    }
    if (tokens != null) {
      tokens.tell(headers);
    }
  }
}
