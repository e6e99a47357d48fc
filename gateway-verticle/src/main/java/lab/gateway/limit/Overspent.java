package lab.gateway.limit;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import lab.contract.FailureKind;
import lab.dialect.Failure;
import lab.gateway.call.GatewayFailure;

/**
 * A key, model or provider has used what it may in a day or a month.
 *
 * @param purse whose
 * @param bound of it
 * @param used how much
 * @param most how much it may
 * @param span the day or the month
 * @param again when the next one begins
 */
record Overspent(Purse purse, Bound bound, double used, double most, String span, Instant again) {

  /** As the log has it: {@code provider:openai:requests_per_day}. */
  String named() {
    return purse.scope().label() + ':' + purse.name() + ':' + bound.label();
  }

  /** What a client is told whose key it is. */
  GatewayFailure.OverBudget refusal() {
    return new GatewayFailure.OverBudget(purse.name(), used, most, span, again);
  }

  /** Why a candidate is left out. */
  Failure failure(Instant now) {
    String message =
        "%s \"%s\" is at its limit of %s %s for %s"
            .formatted(
                purse.scope().label(),
                purse.name(),
                BigDecimal.valueOf(most).stripTrailingZeros().toPlainString(),
                bound.unit(),
                span);
    Duration wait = Duration.between(now, again);
    return new Failure(FailureKind.RATE, message, null, null, wait);
  }
}
