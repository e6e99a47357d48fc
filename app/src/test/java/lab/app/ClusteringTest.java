package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import java.util.List;
import lab.contract.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How Hazelcast is set: what it does by itself is for data grids, and not for gateways. */
class ClusteringTest {
  private final Config config =
      Clustering.config(
          new NodeId("a"),
          new ClusterOptions(
              "lab", "127.0.0.1", 5701, 5801, List.of("127.0.0.1:5701", "127.0.0.1:5702"), null));

  @ParameterizedTest
  @CsvSource({
    "hazelcast.heartbeat.interval.seconds, 1",
    "hazelcast.max.no.heartbeat.seconds, 8",
    "hazelcast.merge.first.run.delay.seconds, 5",
    "hazelcast.merge.next.run.delay.seconds, 5",
    "hazelcast.operation.call.timeout.millis, 2000",
    "hazelcast.phone.home.enabled, false",
    "hazelcast.shutdownhook.enabled, false",
    "hazelcast.socket.bind.any, false",
    "hazelcast.socket.server.bind.any, false"
  })
  void itNoticesSoonWhoIsGoneAndHoldsNobodyUp(String property, String value) {
    assertThat(config.getProperty(property)).isEqualTo(value);
  }

  @Test
  void itListensOnOneAddressAndFindsOnlyThoseThatAreNamed() {
    NetworkConfig network = config.getNetworkConfig();
    JoinConfig join = network.getJoin();

    assertThat(network.getInterfaces().isEnabled()).isTrue();
    assertThat(network.getInterfaces().getInterfaces()).containsExactly("127.0.0.1");
    assertThat(network.getPort()).isEqualTo(5701);
    assertThat(network.isPortAutoIncrement()).isFalse();
    assertThat(join.getMulticastConfig().isEnabled()).isFalse();
    assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
    assertThat(join.getTcpIpConfig().getMembers())
        .containsExactly("127.0.0.1:5701", "127.0.0.1:5702");
  }

  @Test
  void itHasNoDoorBesidesAndReadsNoStrangeClasses() {
    var filter = config.getSerializationConfig().getJavaSerializationFilterConfig();

    assertThat(config.getNetworkConfig().getRestApiConfig().isEnabled()).isFalse();
    assertThat(config.getJetConfig().isEnabled()).isFalse();
    assertThat(filter.getWhitelist().isListed("lab.contract.NodeId")).isFalse();
    assertThat(filter.getWhitelist().isListed("org.apache.commons.Gadget")).isFalse();
    assertThat(filter.getWhitelist().isListed("java.lang.String")).isTrue();
  }

  @Test
  void eachEntryIsOnTwoNodes() {
    assertThat(config.findMapConfig("lab.circuits").getBackupCount()).isEqualTo(1);
    assertThat(config.findMultiMapConfig("__vertx.subs").getBackupCount()).isEqualTo(1);
  }
}
