package lab.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import lab.config.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Where a node listens. Without keys it answers everybody who reaches it, so it must not be reached
 * from elsewhere unless somebody said so.
 *
 * @param host to bind
 * @param warning what the operator should know, or null
 */
record Listening(String host, @Nullable String warning) {
  private static final String LOOPBACK = "127.0.0.1";

  /**
   * Decides.
   *
   * @param asked {@code --host} or {@code LAB_HOST}, or null
   * @param settings what the files say
   * @param open {@code --allow-unauthenticated}: whether somebody said that it may be reached
   * @throws Told where a public address was asked for and nothing protects it
   */
  static Listening decide(@Nullable String asked, Settings settings, boolean open) {
    boolean isProtected = open || settings.allowUnauthenticated() || settings.access().needsKey();
    if (asked != null) {
      if (isPublic(asked) && !isProtected) {
        throw new Told(
            1,
            "--host is "
                + asked
                + ", which others can reach, and nothing protects this node: set a key"
                + " (LITELLM_MASTER_KEY, or ./lab keys new --write), or"
                + " general_settings.allow_unauthenticated: true in gateway.yaml (or"
                + " --allow-unauthenticated) if that is meant, or use a loopback address");
      }
      return new Listening(asked, null);
    }
    String host = Optional.ofNullable(settings.host()).orElse(LOOPBACK);
    if (isPublic(host) && !isProtected) {
      return new Listening(
          LOOPBACK,
          "server_settings.host is "
              + host
              + ", but nothing protects this node, so it listens on "
              + LOOPBACK
              + " only; to open it, set a key (LITELLM_MASTER_KEY, or ./lab keys new --write), or"
              + " general_settings.allow_unauthenticated: true");
    }
    return new Listening(host, null);
  }

  /** Whether others than this machine reach it. */
  static boolean isPublic(String host) {
    try {
      return !InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      throw new Told(1, "the host \"" + host + "\" can not be resolved");
    }
  }
}
