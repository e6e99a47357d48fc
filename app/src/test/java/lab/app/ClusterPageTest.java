package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import lab.config.Configuration;
import lab.contract.Heartbeat;
import lab.contract.Heartbeat.Phase;
import lab.contract.NodeId;
import lab.contract.Role;
import lab.contract.members.Members;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterPageTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final NodeId SELF = new NodeId("self");
  private static final NodeId OTHER = new NodeId("other");
  private static final NodeId FROZEN = new NodeId("frozen");

  private static Heartbeat beat(NodeId node) {
    return new Heartbeat(node, EnumSet.allOf(Role.class), "1", NOW, NOW, Phase.SERVING);
  }

  @Test
  void whoIsListedAndNotHeardIsSilent(@TempDir Path folder) throws Exception {
    // Given
    Files.writeString(folder.resolve("providers.yaml"), Ran.ONE_PROVIDER);
    Configuration configuration = TestNode.load(folder);
    Members members = new Members(beat(SELF));
    members.heard(beat(OTHER), NOW);
    Set<NodeId> listed = Set.of(SELF, OTHER, FROZEN);

    // When
    JsonObject page =
        new JsonObject(new ClusterPage(members, () -> listed, () -> configuration).json(NOW));

    // Then
    assertThat(page.getJsonArray("silent")).containsExactly("frozen");
    assertThat(page.getJsonArray("nodes")).hasSize(2);
  }
}
