package lab.config;

import java.util.ArrayList;
import java.util.List;
import lab.config.RedisPlace.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lists of a cluster's servers and of sentinels, as LiteLLM has them: {@code [{host: a,
 * port: 7000}]} and {@code [[a, 26379]]}. Both ways are understood in both lists.
 */
final class RedisNodes {
  static final int HIGHEST_PORT = 65_535;
  private static final int MOST_DATABASES = 16_383;
  private static final String SENTINELS = "sentinel_nodes";
  private static final String SERVICE = "service_name";

  private final YamlMap params;
  private final String key;
  private final Kind kind;

  RedisNodes(YamlMap params) {
    this.params = params;
    String servers = params.has("redis_startup_nodes") ? "redis_startup_nodes" : "startup_nodes";
    if (params.has(servers)) {
      kind = Kind.CLUSTER;
      key = servers;
      check(SENTINELS, "and " + key + " can not both be there");
    } else {
      kind = params.has(SENTINELS) ? Kind.SENTINELS : Kind.SERVER;
      key = SENTINELS;
    }
    if (kind != Kind.SERVER) {
      check("db", "is for a server of its own, without " + key);
      check(
          "url", "is for a server of its own, without " + key + "; TLS is asked for by ssl: true");
    }
    if (kind != Kind.SENTINELS) {
      check("sentinel_password", "is for sentinels; there is no " + SENTINELS);
    }
    if (kind == Kind.SENTINELS && !params.has(SERVICE)) {
      params.error(SENTINELS, "needs " + SERVICE + ", the name that they know the server by");
    }
  }

  private void check(String other, String rule) {
    if (params.has(other)) {
      params.error(other, rule);
    }
  }

  Kind kind() {
    return kind;
  }

  /** Where they are; empty with an error. */
  List<String> addresses() {
    List<String> addresses = new ArrayList<>();
    List<YamlValue> items = params.items(key);
    for (YamlValue item : items) {
      String address = address(item);
      if (address == null) {
        item.error("is " + item.shown() + "; it must be like {host: a, port: 7000} or [a, 7000]");
      } else {
        addresses.add(address);
      }
    }
    if (items.isEmpty()) {
      params.error(key, "has no server in it");
    }
    return addresses.size() == items.size() ? addresses : List.of();
  }

  private @Nullable String address(YamlValue item) {
    YamlMap map = item.isMap() ? item.map() : null;
    List<YamlValue> pair = item.isList() ? item.items() : List.of();
    if (map != null) {
      return address(map.value("host"), map.value("port"));
    }
    return pair.size() == 2 ? address(pair.getFirst(), pair.getLast()) : null;
  }

  /** The port may be in quotes: LiteLLM's own examples have it so. */
  private @Nullable String address(@Nullable YamlValue host, @Nullable YamlValue port) {
    String name = host == null ? null : host.written();
    String digits = port == null ? null : port.written();
    if (name == null || name.isEmpty() || digits == null || !digits.matches("[0-9]{1,5}")) {
      return null;
    }
    int number = Integer.parseInt(digits);
    return number < 1 || number > HIGHEST_PORT ? null : address(params, name, number);
  }

  /** One address, with what {@code ssl} and {@code db} say. */
  static String address(YamlMap params, String host, int port) {
    Integer database = params.whole("db", 0, MOST_DATABASES);
    return "%s://%s:%d%s"
        .formatted(
            params.flag("ssl", false) ? "rediss" : "redis",
            host.contains(":") ? "[" + host + "]" : host,
            port,
            database == null ? "" : "/" + database);
  }
}
