package lab.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a provider asks of its caller. No message here shows a value: people put keys where
 * names belong.
 */
final class CredentialsReader {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern BEARER = Pattern.compile("(?i)^Bearer\\s+");
  private static final Pattern FIT_FOR_A_HEADER = Pattern.compile("[!-~]+");

  private CredentialsReader() {}

  /** {@code api_key}, else {@code env_var}; {@code requires_api_key} says whether it must be. */
  static Credentials of(YamlMap provider) {
    YamlValue key = provider.value("api_key");
    YamlValue variable = provider.value("env_var");
    boolean needed = provider.flag("requires_api_key", key != null || variable != null);
    if (key != null) {
      return ofKey(key, provider.flag("requires_api_key", false));
    }
    if (variable == null) {
      if (needed) {
        provider.error("requires_api_key", "is true, but neither env_var nor api_key is there");
      }
      return new Credentials.NotNeeded();
    }
    String name = variable.raw();
    if (!VARIABLE.matcher(name).matches()) {
      variable.error("must be the name of an environment variable, like OPENAI_API_KEY");
      return new Credentials.NotNeeded();
    }
    return ofVariable(name, needed, variable);
  }

  /** A key as it is written, or a variable that holds it. */
  static Credentials ofKey(YamlValue key, boolean needed) {
    return switch (key.secret()) {
      case null -> new Credentials.NotNeeded();
      case Environment.Expansion.Unset unset -> new Credentials.Missing(unset.variable());
      case Environment.Expansion.Text held -> held(held.text(), needed, "api_key", key);
    };
  }

  /** The key that a variable holds. */
  static Credentials ofVariable(String name, boolean needed, YamlValue at) {
    @Nullable String held = at.source().environment().variables().get(name);
    return held(held == null ? "" : held, needed, name, at);
  }

  private static Credentials held(String text, boolean needed, String name, YamlValue at) {
    String key = BEARER.matcher(text.strip()).replaceFirst("").strip();
    if (key.isEmpty()) {
      return needed ? new Credentials.Missing(name) : new Credentials.NotNeeded();
    }
    if (!FIT_FOR_A_HEADER.matcher(key).matches()) {
      at.error("leads to a key with blanks or characters that no HTTP header may carry");
      return new Credentials.NotNeeded();
    }
    return new Credentials.Key(new Secret(key));
  }
}
