package lab.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import lab.config.Configuration;
import lab.contract.Heartbeat;
import lab.contract.NodeId;
import lab.contract.ProviderName;
import lab.contract.Role;
import lab.contract.members.Members;
import lab.contract.members.Members.Member;
import lab.health.poll.Poller;

/**
 * {@code GET /admin/cluster}: who lives, as this node hears it, who should and is silent, and who
 * polls what.
 */
final class ClusterPage {
  private final Members members;
  private final Supplier<Set<NodeId>> listed;
  private final Supplier<Configuration> configuration;

  /**
   * @param listed who should be heard, this node or not: those that the cluster manager lists
   * @param configuration the one in force
   */
  ClusterPage(
      Members members, Supplier<Set<NodeId>> listed, Supplier<Configuration> configuration) {
    this.members = members;
    this.listed = listed;
    this.configuration = configuration;
  }

  /** As JSON, by this node's clock. */
  String json(Instant now) {
    JsonArray nodes = new JsonArray();
    Set<NodeId> silent = new HashSet<>(listed.get());
    silent.remove(members.self());
    for (Member member : members.living(now)) {
      nodes.add(node(member));
      silent.remove(member.heartbeat().node());
    }
    return new JsonObject()
        .put("node", members.self().value())
        .put("nodes", nodes)
        .put("silent", new JsonArray(silent.stream().map(NodeId::value).sorted().toList()))
        .put("polled_by", polledBy(now))
        .encode();
  }

  /** How many live in each phase, by its name in lower case. */
  Map<String, Long> phases(Instant now) {
    return members.living(now).stream()
        .collect(Collectors.groupingBy(ClusterPage::phase, Collectors.counting()));
  }

  private static String phase(Member member) {
    return member.heartbeat().phase().name().toLowerCase(Locale.ROOT);
  }

  private static JsonObject node(Member member) {
    Heartbeat said = member.heartbeat();
    return new JsonObject()
        .put("node", said.node().value())
        .put("roles", new JsonArray(said.roles().stream().map(Role::label).sorted().toList()))
        .put("phase", phase(member))
        .put("version", said.version())
        .put("since", said.since().toString())
        .put("last_heard", member.heardAt().toString())
        .put("clock_skew_ms", member.skew().toMillis())
        .put("configuration", said.files())
        .put("epoch", said.epoch())
        .put("active", said.active())
        .put("diverged", !said.files().equals(said.active()));
  }

  /** Of those that are polled; null where nobody does right now. */
  private JsonObject polledBy(Instant now) {
    JsonObject pollers = new JsonObject();
    for (ProviderName polled : Poller.polled(configuration.get())) {
      String name = polled.value();
      pollers.put(name, members.owner(name, Role.HEALTH, now).map(NodeId::value).orElse(null));
    }
    return pollers;
  }
}
