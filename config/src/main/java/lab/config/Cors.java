package lab.config;

import java.util.List;

/**
 * {@code server_settings.cors}: which web pages may call a node from a browser.
 *
 * @param enabled whether any may (default false)
 * @param allowedOrigins origins as a browser sends them; {@code *} stands for any run of characters
 */
public record Cors(boolean enabled, List<String> allowedOrigins) {
  /** What holds where the file says nothing: none may. */
  public static final Cors OFF = new Cors(false, List.of());

  public Cors {
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /** Whether pages of this origin may. */
  public boolean allows(String origin) {
    return enabled && allowedOrigins.stream().anyMatch(pattern -> Glob.matches(pattern, origin));
  }
}
