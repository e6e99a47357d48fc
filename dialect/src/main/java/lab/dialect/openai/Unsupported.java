package lab.dialect.openai;

import java.util.List;
import lab.dialect.Failure;
import lab.dialect.ProviderRequest;
import org.jspecify.annotations.Nullable;

/**
 * Fields that OpenAI takes of some of its models only. Clients of other formats say them of every
 * model, so that a request without them is what they mean.
 */
final class Unsupported {
  private static final List<String> FIELDS = List.of("reasoning_effort", "top_k");

  private Unsupported() {}

  /** The same request without those that were refused; null where none of it was. */
  static @Nullable ProviderRequest leftOut(ProviderRequest refused, Failure failure) {
    ProviderRequest less = null;
    for (String field : FIELDS) {
      if (isRefused(field, failure)) {
        ProviderRequest without = (less == null ? refused : less).without(field);
        less = without == null ? less : without;
      }
    }
    return less;
  }

  /** A value that is refused is another matter: the client chose it. */
  private static boolean isRefused(String field, Failure failure) {
    return field.equals(failure.param())
        ? "unsupported_parameter".equals(failure.code())
        : failure.message().startsWith("Unrecognized request argument")
            && failure.message().contains(field);
  }
}
