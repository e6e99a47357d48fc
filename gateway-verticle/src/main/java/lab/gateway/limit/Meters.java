package lab.gateway.limit;

import io.vertx.core.MultiMap;
import lab.config.RateLimit;
import lab.gateway.call.Quota;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one key, model or provider.
 *
 * @param requests null for any number
 * @param tokens null for any number
 * @param slots null for any number
 * @param purse what it may use in a day or a month; null for anything
 */
record Meters(
    @Nullable Meter requests,
    @Nullable Meter tokens,
    @Nullable SlotLimit slots,
    @Nullable Purse purse)
    implements Quota {

  /**
   * Those of a thing.
   *
   * @param identity tells it from others of its scope
   */
  static Meters of(Limit.Scope scope, String name, String identity, RateLimit limit, Pool pool) {
    return new Meters(
        meter(scope, name, identity, Limit.Unit.REQUESTS, limit.rpm(), pool),
        meter(scope, name, identity, Limit.Unit.TOKENS, limit.tpm(), pool),
        limit.parallel() == null ? null : SlotLimit.of(scope, name, identity, limit.parallel()),
        limit.spending().limits() ? Purse.of(scope, name, identity, limit.spending()) : null);
  }

  private static @Nullable Meter meter(
      Limit.Scope scope,
      String name,
      String identity,
      Limit.Unit unit,
      @Nullable Integer perMinute,
      Pool pool) {
    return perMinute == null
        ? null
        : new Meter(Limit.of(scope, name, identity, unit, perMinute), pool);
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
