package lab.gateway.call;

import java.time.Duration;
import lab.dialect.ClientError;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told of a failure, before it is put in the client's dialect.
 *
 * @param status the HTTP status, where it can still be chosen
 * @param message for people; names the thing, the value and the rule
 * @param type the OpenAI error type
 * @param code the OpenAI error code, or null
 * @param param the request field it is about, or null
 * @param retryAfter when another try may help, or null
 * @param retryUseless whether official SDKs shall be told not to retry by themselves
 */
public record ErrorReply(
    int status,
    String message,
    String type,
    @Nullable String code,
    @Nullable String param,
    @Nullable Duration retryAfter,
    boolean retryUseless) {

  /** What the client's dialect makes words of. */
  public ClientError told() {
    return new ClientError(status, message, type, param, code);
  }
}
