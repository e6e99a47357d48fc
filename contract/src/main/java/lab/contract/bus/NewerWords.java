package lab.contract.bus;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import lab.contract.FailureKind;
import lab.contract.Heartbeat.Phase;
import lab.contract.Role;
import org.jspecify.annotations.Nullable;

/**
 * Words that only a newer node knows, in messages of which the rest is of use: a digest is not lost
 * for one new kind of failure, nor a heartbeat for one new role. All other strange words make a
 * message unreadable.
 */
final class NewerWords extends DeserializationProblemHandler {
  /** A count of something strange counts nothing: it has no key, and messages leave it out. */
  @Override
  public @Nullable Object handleWeirdKey(
      DeserializationContext context, Class<?> type, String word, @Nullable String because) {
    return type == FailureKind.class ? null : NOT_HANDLED;
  }

  /**
   * A strange failure is the provider's; who does something strange takes nothing over; a strange
   * role is none, and messages leave it out.
   */
  @Override
  public @Nullable Object handleWeirdStringValue(
      DeserializationContext context, Class<?> type, String word, @Nullable String because) {
    if (type == FailureKind.class) {
      return FailureKind.SERVER;
    }
    if (type == Phase.class) {
      return Phase.JOINING;
    }
    return type == Role.class ? null : NOT_HANDLED;
  }
}
