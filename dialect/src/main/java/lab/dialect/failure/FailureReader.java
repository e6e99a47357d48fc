package lab.dialect.failure;

import java.util.Arrays;
import java.util.function.Function;
import lab.contract.FailureKind;
import lab.dialect.Failure;
import org.jspecify.annotations.Nullable;

/** Decides what a provider's error means, whatever form it has. */
public final class FailureReader {
  /** What is looked at of an error body; the rest of a longer one says nothing more. */
  private static final int LONGEST_BODY = 64 * 1024;

  private FailureReader() {}

  /**
   * An answer with an error status.
   *
   * @param status the HTTP status, 300 to 599
   * @param header looks a response header up by its name in lower case
   * @param body the body as far as it was read; at most 64 KiB of it are looked at
   */
  public static Failure ofResponse(
      int status, Function<String, @Nullable String> header, byte[] body) {
    if (status < 400) {
      return Failure.of(
          FailureKind.SERVER, "the provider answered " + status + "; a redirect is not followed");
    }
    byte[] seen = body.length > LONGEST_BODY ? Arrays.copyOf(body, LONGEST_BODY) : body;
    ErrorBody error = ErrorBody.read(Gzip.opened(seen, LONGEST_BODY));
    String otherwise = "the provider answered " + status + " without a text";
    return failure(status, error, header, otherwise);
  }

  /**
   * An error inside a 200: the JSON object that holds a truthy {@code error} (or {@code
   * choices[].error}), from a stream's frame, an NDJSON line or a whole body.
   */
  public static Failure ofObject(byte[] json) {
    ErrorBody error = ErrorBody.read(json);
    return failure(error.status(), error, name -> null, "the answer holds an error without a text");
  }

  private static Failure failure(
      int status, ErrorBody error, Function<String, @Nullable String> header, String otherwise) {
    FailureKind kind = FailureRules.kind(status, error);
    return new Failure(
        kind,
        error.message().isEmpty() ? otherwise : error.message(),
        error.code(),
        error.param(),
        RetryAfter.of(kind, error, header));
  }
}
