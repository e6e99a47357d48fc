package lab.dialect;

import java.time.Duration;
import lab.contract.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * A provider's failure, read out of its status, its body or its stream.
 *
 * @param kind what the gateway does about it
 * @param message the provider's own words, at most {@value #MOST_CHARACTERS} characters; may be
 *     shown to the client for {@code BAD_REQUEST}, {@code TOO_LONG}, {@code FILTERED} and {@code
 *     NOT_FOUND}
 * @param code the provider's error code as text, or null
 * @param param the parameter the provider complains of, or null
 * @param retryAfter when the provider says it is worth another try (0.2 s to 1 h), or null
 */
public record Failure(
    FailureKind kind,
    String message,
    @Nullable String code,
    @Nullable String param,
    @Nullable Duration retryAfter) {

  /** Longer messages are cut: some servers quote the whole prompt. */
  public static final int MOST_CHARACTERS = 2_000;

  public Failure {
    if (message.length() > MOST_CHARACTERS) {
      message = message.substring(0, MOST_CHARACTERS) + "...";
    }
  }

  /** A failure that the gateway words itself. */
  public static Failure of(FailureKind kind, String message) {
    return new Failure(kind, message, null, null, null);
  }
}
