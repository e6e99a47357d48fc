package lab.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lab.app.ClusterOptions.BusTls;
import lab.contract.NodeId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages between nodes whose bus is secured. */
class BusTlsTest {
  @TempDir private Path folder = Path.of(".");

  @Test
  @Tag("soak")
  void nodesHearThoseWhomTheyTrustAndNobodyElse() throws Exception {
    // Given
    BusTls ours = selfSigned("ours");
    BusTls strange = selfSigned("strange");
    Path nodes = Files.createDirectory(folder.resolve("nodes"));
    try (TestCluster cluster =
        new TestCluster(nodes, Map.of("providers.yaml", Ran.ONE_PROVIDER), 3)) {
      TestNode a = cluster.start("a", ours);
      TestNode b = cluster.start("b", ours);
      TestNode c = cluster.start("c", strange);

      // When: all have had the time to be heard
      Instant all = Instant.now();
      await().until(() -> lastHeard(a, "b").isAfter(all.plus(Duration.ofSeconds(3))));
      await().until(() -> lastHeard(b, "a").isAfter(all.plus(Duration.ofSeconds(3))));

      // Then
      assertThat(heardBy(a)).containsExactly("a", "b");
      assertThat(heardBy(b)).containsExactly("a", "b");
      assertThat(heardBy(c)).containsExactly("c");
    }
  }

  private static List<String> heardBy(TestNode node) {
    return node.heartbeats().map(one -> one.node().value()).toList();
  }

  private static Instant lastHeard(TestNode by, String name) {
    return by.node().members().living(Instant.now()).stream()
        .filter(member -> member.heartbeat().node().equals(new NodeId(name)))
        .map(member -> Optional.of(member.heardAt()))
        .findFirst()
        .flatMap(heard -> heard)
        .orElse(Instant.MIN);
  }

  private BusTls selfSigned(String name) throws Exception {
    SelfSigned made = SelfSigned.of(folder, name);
    return new BusTls(made.certificate(), made.key(), made.certificate());
  }
}
