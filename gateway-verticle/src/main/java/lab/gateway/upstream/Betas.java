package lab.gateway.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import lab.dialect.anthropic.AnthropicClient;
import lab.gateway.call.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What a client of Anthropic's wants that is not in the format yet: names in the header {@code
 * anthropic-beta}. They are for providers that get the client's own bytes; others would not know
 * them.
 */
final class Betas {
  static final String HEADER = "anthropic-beta";

  /** Such as {@code context-1m-2025-08-07}. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private static final int MOST = 20;

  private Betas() {}

  /** The header's value for this provider; null where it gets none. */
  static @Nullable String of(Exchange exchange, Upstream upstream) {
    if (!upstream.isAnthropics() || !(exchange.client() instanceof AnthropicClient)) {
      return null;
    }
    return listed(exchange.request().headers().getAll(HEADER));
  }

  /** The names of all these values as one; what is no name is left out. */
  static @Nullable String listed(List<String> values) {
    List<String> names = new ArrayList<>();
    for (String value : values) {
      for (String word : value.split(",", -1)) {
        String name = word.strip();
        if (names.size() < MOST && NAME.matcher(name).matches()) {
          names.add(name);
        }
      }
    }
    return names.isEmpty() ? null : String.join(",", names);
  }
}
