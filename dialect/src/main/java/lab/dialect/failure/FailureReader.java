package lab.dialect.failure;

import java.util.function.Function;
import lab.contract.FailureKind;
import lab.dialect.Failure;
import org.jspecify.annotations.Nullable;

/** Decides what a provider's error means, whatever form it has. */
public final class FailureReader {
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
    return Failure.of(FailureKind.SERVER, "status " + status + " " + header + body.length);
  }

  /**
   * An error inside a 200: the JSON object that holds a truthy {@code error} (or {@code
   * choices[].error}), from a stream's frame, an NDJSON line or a whole body.
   */
  public static Failure ofObject(byte[] json) {
    return Failure.of(FailureKind.SERVER, "error of " + json.length + " bytes");
  }
}
