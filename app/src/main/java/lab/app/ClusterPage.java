package lab.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import lab.config.Configuration;
import lab.contract.Heartbeat;
import lab.contract.NodeId;
import lab.contract.ProviderName;
import lab.contract.Role;
import lab.contract.members.Members;
import lab.contract.members.Members.Member;
import lab.health.poll.Poller;

/** {@code GET /admin/cluster}: who lives, as this node hears it, and who polls what. */
final class ClusterPage {
  private final Members members;
  private final Supplier<Configuration> configuration;

  /**
   * @param configuration the one in force
   */
  ClusterPage(Members members, Supplier<Configuration> configuration) {
    this.members = members;
    this.configuration = configuration;
  }

  /** As JSON, by this node's clock. */
  String json(Instant now) {
    JsonArray nodes = new JsonArray();
    members.living(now).forEach(member -> nodes.add(node(member)));
    return new JsonObject()
        .put("node", members.self().value())
        .put("nodes", nodes)
        .put("polled_by", polledBy(now))
        .encode();
  }

  private static JsonObject node(Member member) {
    Heartbeat said = member.heartbeat();
    return new JsonObject()
        .put("node", said.node().value())
        .put("roles", new JsonArray(said.roles().stream().map(Role::label).sorted().toList()))
        .put("phase", said.phase().name().toLowerCase(Locale.ROOT))
        .put("version", said.version())
        .put("since", said.since().toString())
        .put("last_heard", member.heardAt().toString())
        .put("clock_skew_ms", member.skew().toMillis())
        .put("configuration", said.files());
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
