package lab.config;

import org.jspecify.annotations.Nullable;

/**
 * How one speaks TLS to Redis, and to sentinels.
 *
 * @param authorities a PEM file of those who may sign its certificate, or null for those that the
 *     JVM knows
 * @param shown the certificate that the node shows, or null for none
 * @param proof what its certificate has to prove (default: its authority and its name)
 */
public record RedisTls(@Nullable String authorities, Tls.@Nullable Pem shown, Proof proof) {
  /** What a certificate has to prove. */
  public enum Proof {
    /** That it was signed by an authority, for the host that was asked for. */
    NAME,
    /** That it was signed by an authority, for whatever host. */
    AUTHORITY,
    /** Nothing: nobody reads along, but whoever is in between may be the other end. */
    NOTHING
  }
}
