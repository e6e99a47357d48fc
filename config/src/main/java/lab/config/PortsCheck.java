package lab.config;

import java.util.Collection;
import java.util.List;

/** Checks the ports of services and providers against those that a node itself listens on. */
final class PortsCheck {
  private PortsCheck() {}

  static void check(
      List<PortsReader.Service> services,
      Collection<Provider> providers,
      Settings settings,
      Findings findings) {
    int metrics =
        settings.metricsPort() == null ? Settings.DEFAULT_METRICS_PORT : settings.metricsPort();
    for (PortsReader.Service service : services) {
      if (service.port() == settings.port() && !service.isGateway()) {
        service.at().warning("is %d, which this node listens on".formatted(service.port()));
      }
      if (service.port() == metrics) {
        service
            .at()
            .warning(
                "is %d, where this node shows its metrics; server_settings.prometheus.port moves them"
                    .formatted(service.port()));
      }
    }
    for (Provider provider : providers) {
      boolean routed = provider.status() == ProviderStatus.ACTIVE;
      if (routed
          && BaseUrl.isLoopback(provider.baseUrl())
          && BaseUrl.port(provider.baseUrl()) == settings.port()) {
        findings.warning(
            provider.at(),
            "providers.%s is at %s, which is this node's own port %d"
                .formatted(provider.name(), provider.baseUrl(), settings.port()));
      }
    }
  }
}
