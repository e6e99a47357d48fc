package lab.router.standing;

import lab.config.Credentials;
import lab.config.Provider;
import lab.config.ProviderStatus;
import lab.contract.Standing;
import org.jspecify.annotations.Nullable;

/**
 * Why the configuration keeps a provider from being asked at all.
 *
 * @param state how it stands by that
 * @param because for people
 */
public record Barred(Standing.State state, String because) {

  /** Why, or null where it may be asked. */
  public static @Nullable Barred of(Provider provider) {
    if (provider.status() != ProviderStatus.ACTIVE) {
      return new Barred(Standing.State.DISABLED, provider.status().label());
    }
    return switch (provider.credentials()) {
      case Credentials.Missing(var variable) ->
          new Barred(Standing.State.NO_CREDENTIALS, "no credentials: " + variable + " is not set");
      case Credentials.NotNeeded _, Credentials.Key _ -> null;
    };
  }
}
