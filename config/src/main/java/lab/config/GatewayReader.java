package lab.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Reads how a node behaves out of {@code gateway.yaml}, or the file in its place. */
final class GatewayReader {
  private static final int HIGHEST_PORT = 65_535;

  /** A node keeps those of its last requests. */
  private static final int MOST_PREVIEW = 1_000;

  /** Other gateways make paid calls for these; the reason is worth a line of its own. */
  private static final Set<String> PAID_PROBES =
      Set.of("background_health_checks", "health_check_interval");

  private final YamlMap file;

  GatewayReader(YamlMap file) {
    this.file = file;
  }

  /**
   * @param keys of clients, which stand in a file of their own
   * @param rates of models and providers, which stand in two files
   */
  Settings read(List<ClientKey> keys, RateLimits rates) {
    file.knownAs(Section.GATEWAY_FILE);
    YamlMap litellm = file.map("litellm_settings").knownAs(Section.LITELLM_SETTINGS);
    YamlMap router = file.map("router_settings").knownAs(Section.ROUTER_SETTINGS);
    PreCallChecks.check(router);
    YamlMap server = file.map("server_settings").knownAs(Section.SERVER_SETTINGS);
    YamlMap general = file.map("general_settings").knownAs(Section.GENERAL_SETTINGS);
    tellOfPaidProbes(general);
    Settings otherwise = Settings.DEFAULT;
    Integer port = server.whole("port", 0, HIGHEST_PORT);
    YamlMap prometheus = server.map("prometheus").knownAs(Section.PROMETHEUS);
    ServerLimitsReader limits = new ServerLimitsReader(server, litellm);
    int maxRequestSize = limits.maxRequestSize(general);
    return new Settings(
        server.text("host"),
        port == null ? otherwise.port() : port,
        prometheus.whole("port", 0, HIGHEST_PORT),
        TimeReader.settings(litellm, router),
        maxRequestSize,
        limits.read(maxRequestSize),
        general.flag("allow_unauthenticated", otherwise.allowUnauthenticated()),
        cors(server.map("cors").knownAs(Section.CORS)),
        new CacheReader(litellm).read(),
        new AccessReader(server, general, litellm).read(keys),
        TlsReader.read(server),
        rates,
        AlertsReader.read(file),
        TraceReader.read(server),
        feedPreview(general));
  }

  private static int feedPreview(YamlMap general) {
    String key = "feed_payload_preview";
    Integer length = general.whole(key, 0, MOST_PREVIEW);
    if (length == null || length == 0) {
      return 0;
    }
    general.warning(
        key,
        "shows the beginning of every prompt and answer to whoever may read /admin/requests, on all"
            + " nodes");
    return length;
  }

  private static Cors cors(YamlMap cors) {
    List<String> origins = new ArrayList<>();
    for (YamlValue item : cors.items("allowed_origins")) {
      String origin = item.text();
      if (origin != null) {
        origins.add(origin);
        if (origin.endsWith("/")) {
          item.warning(
              "is " + item.shown() + "; browsers send no slash at its end: it allows none");
        }
      }
    }
    boolean enabled = cors.flag("enabled", false);
    if (!enabled && !origins.isEmpty()) {
      cors.warning("allowed_origins", "has no effect without enabled: true beside it");
    }
    return new Cors(enabled, origins);
  }

  private void tellOfPaidProbes(YamlMap general) {
    List<String> here =
        general.values().keySet().stream().filter(PAID_PROBES::contains).sorted().toList();
    if (!here.isEmpty()) {
      Predicate<String> told = key -> here.stream().anyMatch(key::endsWith);
      file.source().withoutEffect().removeIf(told);
      file.source()
          .findings()
          .info(
              general.at(),
              String.join(", ", here)
                  + " have no effect here: providers are polled for free, as health_checks of"
                  + " providers.yaml says, never with a paid call");
    }
  }
}
