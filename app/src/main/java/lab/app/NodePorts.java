package lab.app;

import lab.config.Settings;

/**
 * Where a node listens.
 *
 * @param host to listen on
 * @param clients the port for clients; 0 for any free one
 * @param metrics a port of its own for {@code /metrics}; 0 for none, -1 for any free one
 * @param metricsAsked whether somebody set that port, so that it must not fail in silence
 */
record NodePorts(String host, int clients, int metrics, boolean metricsAsked) {
  private static final int DEFAULT_METRICS = 9090;

  /** As the files say. */
  static NodePorts of(Settings settings, String host) {
    Integer metrics = settings.metricsPort();
    return new NodePorts(
        host, settings.port(), metrics == null ? DEFAULT_METRICS : metrics, metrics != null);
  }

  NodePorts withClients(int port) {
    return new NodePorts(host, checked("--port", port), metrics, metricsAsked);
  }

  NodePorts withMetrics(int port) {
    return new NodePorts(host, clients, checked("--metrics-port", port), true);
  }

  NodePorts withoutMetrics() {
    return new NodePorts(host, clients, 0, false);
  }

  private static int checked(String option, int port) {
    if (port < 0 || port > 65_535) {
      throw new Told(1, option + " is " + port + "; it must be 0..65535");
    }
    return port;
  }
}
