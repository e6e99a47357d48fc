package lab.config;

import org.jspecify.annotations.Nullable;

/**
 * How a node itself behaves: {@code gateway.yaml}, or {@code litellm-unified.yaml} in its place.
 *
 * @param host {@code server_settings.host}, or null where the file does not say
 * @param port {@code server_settings.port} (default 4000)
 * @param metricsPort {@code server_settings.prometheus.port}; null where the file does not say, 0
 *     for off
 * @param time the time limits in force
 * @param maxRequestSize bytes of a request body (default 32 MiB)
 * @param allowUnauthenticated {@code general_settings.allow_unauthenticated} (default false)
 * @param limits what a node bears from its clients
 * @param cors {@code server_settings.cors} (default off)
 * @param cache which answers are kept (default none)
 * @param access who may call (default anybody who reaches the node)
 * @param tls what clients are shown, or null where they come without TLS
 * @param rates what may be asked of models and providers in a minute (default anything)
 * @param alerts what people are alerted to, and who is told
 * @param tracing where traces go, or null where there are none
 * @param feedPreview {@code general_settings.feed_payload_preview}: how many characters of a prompt
 *     and of an answer are shown in {@code /admin/requests} (default 0, for none)
 */
public record Settings(
    @Nullable String host,
    int port,
    @Nullable Integer metricsPort,
    TimeSettings time,
    int maxRequestSize,
    ServerLimits limits,
    boolean allowUnauthenticated,
    Cors cors,
    CacheSettings cache,
    Access access,
    @Nullable Tls tls,
    RateLimits rates,
    AlertSettings alerts,
    @Nullable TraceSettings tracing,
    int feedPreview) {
  /** Where the metrics are when {@code metricsPort} is null. */
  public static final int DEFAULT_METRICS_PORT = 9090;

  /** What holds where no file says anything. */
  public static final Settings DEFAULT =
      new Settings(null, 4000, null, TimeSettings.DEFAULT, 32 * 1024 * 1024, false);

  /** Settings with the usual limits, that no web page may use. */
  public Settings(
      @Nullable String host,
      int port,
      @Nullable Integer metricsPort,
      TimeSettings time,
      int maxRequestSize,
      boolean allowUnauthenticated) {
    this(
        host,
        port,
        metricsPort,
        time,
        maxRequestSize,
        ServerLimits.DEFAULT,
        allowUnauthenticated,
        Cors.OFF,
        CacheSettings.OFF,
        Access.OPEN,
        null,
        RateLimits.NONE,
        AlertSettings.DEFAULT,
        null,
        0);
  }
}
