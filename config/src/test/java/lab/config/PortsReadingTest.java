package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsReadingTest {
  private final Folder folder;

  PortsReadingTest(@TempDir Path directory) {
    folder = new Folder(directory).providers(Folder.ONE_PROVIDER);
  }

  @Test
  void twoServicesOnOnePortAreAnErrorAlsoAcrossGroups() {
    folder.with(
        "ports.yaml",
        """
        web: {port: 3000}
        reserved:
          later: {port: 3000}
        """);

    assertThat(folder.errors())
        .containsExactly(
            "ports.yaml:3:17 reserved.later.port is 3000, which web has too (ports.yaml:1:13)");
  }

  @Test
  void otherHostsAndUdpDoNotClash() {
    folder.with(
        "ports.yaml",
        """
        web: {port: 3000, protocol: http}
        names: {port: 3000, protocol: udp}
        there: {port: 3000, host: other}
        ranges: {low: 1-3000}
        metadata: {port: 3000}
        """);

    assertThat(folder.load().findings()).isEmpty();
  }

  @Test
  void aServiceOnTheNodesOwnPortsIsAWarningUnlessItIsTheNode() {
    folder
        .with("ports.yaml", "graphs: {port: 9090}\nlab_gateway: {port: 4000}\n")
        .with("gateway.yaml", "server_settings: {port: 4000}\n");

    assertThat(folder.warnings())
        .containsExactly(
            "ports.yaml:1:16 graphs.port is 9090, where this node shows its metrics;"
                + " server_settings.prometheus.port moves them");

    folder
        .with("ports.yaml", "graphs: {port: 9090}\nweb: {port: 4000}\n")
        .with("gateway.yaml", "server_settings: {port: 4000, prometheus: {port: 0}}\n");

    assertThat(folder.warnings())
        .containsExactly("ports.yaml:2:13 web.port is 4000, which this node listens on");
  }

  @Test
  void aServiceWithoutAPortIsAnError() {
    folder.with("ports.yaml", "web: {prot: 3000}\n");

    assertThat(folder.errors()).containsExactly("ports.yaml:1:1 web.port is missing");
    assertThat(folder.warnings())
        .containsExactly("ports.yaml:1:7 unknown key web.prot; did you mean \"port\"?");
  }

  @Test
  void whatIsNoServiceIsAWarningUnlessItDescribes() {
    folder.with(
        "ports.yaml",
        """
        version: 2
        web: 3000
        later: {notes: for one day, mail: {port: 25}}
        empty: {}
        """);

    assertThat(folder.warnings())
        .containsExactly("ports.yaml:2:6 web is no service: a service is a map with a port");
    assertThat(folder.errors()).containsExactly("ports.yaml:4:1 empty.port is missing");
  }

  @Test
  void aProviderThatIsTheNodeItselfIsAWarning() {
    folder.with("gateway.yaml", "server_settings: {port: 11434}\n");

    assertThat(folder.warnings())
        .containsExactly(
            "providers.yaml:2:3 providers.local is at http://localhost:11434,"
                + " which is this node's own port 11434");
  }
}
