package lab.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code ports.yaml}: services, in groups or not, each with the port it listens on. */
final class PortsReader {
  /** Keys at the top, or in a group, that are no services. */
  private static final Set<String> DESCRIPTIVE =
      Set.of("metadata", "ranges", "description", "notes", "version");

  private PortsReader() {}

  /**
   * A service.
   *
   * @param at its port
   */
  record Service(String name, int port, YamlValue at) {
    /** Whether this is what runs on the node's own port, as the name says it. */
    boolean isGateway() {
      String word = name.toLowerCase(Locale.ROOT);
      return word.contains("gateway") || word.contains("litellm");
    }
  }

  /** All services; two of them on one port of one host are an error. */
  static List<Service> read(YamlMap file) {
    List<Service> services = new ArrayList<>();
    Map<String, Service> taken = new HashMap<>();
    collect(file, services, taken);
    return services;
  }

  private static void collect(YamlMap map, List<Service> services, Map<String, Service> taken) {
    for (Map.Entry<String, YamlValue> each : map.values().entrySet()) {
      YamlValue value = each.getValue();
      if (DESCRIPTIVE.contains(each.getKey()) || value.isNull()) {
        continue;
      }
      YamlMap entry = value.isMap() ? value.map() : null;
      if (entry == null) {
        value.warning("is no service: a service is a map with a port");
      } else if (isGroup(entry)) {
        collect(entry, services, taken);
      } else {
        Service service = service(each.getKey(), entry, taken);
        if (service != null) {
          services.add(service);
        }
      }
    }
  }

  private static boolean isGroup(YamlMap entry) {
    return entry.values().entrySet().stream()
            .filter(each -> !DESCRIPTIVE.contains(each.getKey()))
            .allMatch(each -> each.getValue().isMap())
        && entry.values().values().stream().anyMatch(YamlValue::isMap);
  }

  private static @Nullable Service service(String name, YamlMap entry, Map<String, Service> taken) {
    entry.knownAs(Section.SERVICE);
    YamlValue value = entry.value("port");
    if (value == null) {
      entry.error("port", "is missing");
      return null;
    }
    Integer port = value.whole(1, 65_535);
    String protocol = entry.text("protocol");
    String host = entry.text("host");
    if (port == null) {
      return null;
    }
    Service service = new Service(name, port, value);
    String wire = "udp".equalsIgnoreCase(protocol) ? "udp" : "tcp"; // http and the like are TCP
    Service other = taken.putIfAbsent(wire + "|" + host + "|" + port, service);
    if (other != null) {
      value.error("is %d, which %s has too (%s)".formatted(port, other.name, other.at.place()));
    }
    return service;
  }
}
