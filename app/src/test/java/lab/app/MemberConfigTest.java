package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.instance.EndpointQualifier;
import java.util.List;
import lab.contract.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How Hazelcast is set: what it does by itself is for data grids, and not for gateways. */
class MemberConfigTest {
  private final Config config =
      MemberConfig.of(
          new NodeId("a"),
          new ClusterOptions("lab", "127.0.0.1", 5701, 5801, List.of(), null, null),
          List.of("127.0.0.1:5701", "127.0.0.1:5702"));

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
    AdvancedNetworkConfig network = config.getAdvancedNetworkConfig();
    JoinConfig join = network.getJoin();

    assertThat(network.isEnabled()).isTrue();
    assertThat(network.getEndpointConfigs()).containsOnlyKeys(EndpointQualifier.MEMBER);
    assertThat(network.getEndpointConfigs().get(EndpointQualifier.MEMBER))
        .isInstanceOfSatisfying(
            ServerSocketEndpointConfig.class,
            members -> {
              assertThat(members.getInterfaces().isEnabled()).isTrue();
              assertThat(members.getInterfaces().getInterfaces()).containsExactly("127.0.0.1");
              assertThat(members.getPort()).isEqualTo(5701);
              assertThat(members.isPortAutoIncrement()).isFalse();
              assertThat(members.getSocketConnectTimeoutSeconds()).isEqualTo(2);
            });
    assertThat(join.getMulticastConfig().isEnabled()).isFalse();
    assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
    assertThat(join.getTcpIpConfig().getMembers())
        .containsExactly("127.0.0.1:5701", "127.0.0.1:5702");
  }

  @Test
  void itHasNoDoorBesidesAndReadsNoStrangeClasses() {
    var filter = config.getSerializationConfig().getJavaSerializationFilterConfig();

    assertThat(config.getAdvancedNetworkConfig().getRestEndpointConfig()).isNull();
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
