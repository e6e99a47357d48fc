package lab.app;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import lab.config.Configuration;
import lab.config.Credentials;
import lab.config.Provider;
import lab.config.ProviderStatus;

/** What a node says of itself when it starts: a few lines. */
final class StartReport {
  /** 5,000 open streams, and something for everything else. */
  private static final long ENOUGH_DESCRIPTORS = 12_000;

  private StartReport() {}

  static void print(PrintWriter out, Node node, Path folder) {
    Configuration configuration = node.options().configuration();
    List<Provider> active =
        configuration.providers().values().stream()
            .filter(provider -> provider.status() == ProviderStatus.ACTIVE)
            .toList();
    long models = active.stream().mapToLong(provider -> provider.models().size()).sum();
    out.printf(
        "lab %s: node \"%s\" from %s: %d active providers with %d models, %d exact names, %d"
            + " patterns, %d chains%n",
        Main.Version.current(),
        node.options().id(),
        folder,
        active.size(),
        models,
        configuration.exact().size(),
        configuration.patterns().size(),
        configuration.chains().size());
    String keyless =
        active.stream()
            .filter(provider -> provider.credentials() instanceof Credentials.Missing)
            .map(
                provider ->
                    provider.name()
                        + " ("
                        + ((Credentials.Missing) provider.credentials()).variable()
                        + " is not set)")
            .collect(Collectors.joining(", "));
    if (!keyless.isEmpty()) {
      out.println("  without credentials, not used: " + keyless);
    }
    if (node.port() >= 0) {
      boolean secured = node.options().configuration().settings().tls() != null;
      out.printf(
          "  ready on %s://%s:%d/v1%n",
          secured ? "https" : "http", shown(node.options().ports().host()), node.port());
    }
    if (node.metricsPort() >= 0) {
      out.printf(
          "  metrics on http://%s:%d/metrics%n",
          shown(node.options().ports().host()), node.metricsPort());
    }
    ClusterOptions cluster = node.options().cluster();
    if (cluster != null) {
      out.printf(
          "  in the cluster \"%s\" on %s:%d, messages on port %d%n",
          cluster.name(), shown(cluster.host()), cluster.port(), cluster.busPort());
      String peer = PeerParts.address(node.options());
      if (!peer.isEmpty()) {
        out.printf("  other nodes read answers on %s%n", peer);
      }
    }
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        && system.getMaxFileDescriptorCount() < ENOUGH_DESCRIPTORS) {
      out.printf(
          "  WARN ulimit -n is %d, enough for some %d open streams (two descriptors each)%n",
          system.getMaxFileDescriptorCount(), system.getMaxFileDescriptorCount() / 2 - 100);
    }
    out.flush();
  }

  private static String shown(String host) {
    return switch (host) {
      // Not ::1: to many clients localhost is 127.0.0.1 alone.
      case "127.0.0.1", "0.0.0.0", "::" -> "localhost";
      default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    };
  }
}
