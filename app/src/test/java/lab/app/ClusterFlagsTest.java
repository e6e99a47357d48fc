package lab.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ClusterFlagsTest {
  private static ClusterOptions options(String... arguments) {
    return withSecret(null, arguments);
  }

  private static ClusterOptions withSecret(@Nullable String secret, String... arguments) {
    ClusterFlags flags = new ClusterFlags();
    var unused =
        new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("cluster", mixin(flags)))
            .parseArgs(arguments);
    ClusterOptions options = flags.options(secret);
    if (options == null) {
      throw new AssertionError("no cluster was asked for");
    }
    return options;
  }

  private static CommandLine.Model.CommandSpec mixin(ClusterFlags flags) {
    return CommandLine.Model.CommandSpec.forAnnotatedObject(flags);
  }

  @Test
  void aClusterStaysOnThisMachineUnlessSaidOtherwise() {
    // When
    ClusterOptions options = options("--cluster");

    // Then
    assertThat(options)
        .isEqualTo(
            new ClusterOptions("lab", "127.0.0.1", 5701, 5801, java.util.List.of(), null, null));
    assertThat(options.namesOthers()).isFalse();
  }

  @Test
  void othersAreNamedByHostAndPortAndByTheUsualPortWhereNoneIsGiven() {
    // When
    ClusterOptions options = options("--cluster", "--join", "a:1,b, [::1]:7,[::1],127.0.0.1:5701");

    // Then
    assertThat(options.join())
        .containsExactly("a:1", "b:5701", "[::1]:7", "[::1]:5701", "127.0.0.1:5701");
    assertThat(options.namesOthers()).isTrue();
  }

  @Test
  void aNodeThatNamesOnlyItselfLooksForNobody() {
    // When
    ClusterOptions options = options("--cluster", "--join", "127.0.0.1:5701");

    // Then
    assertThat(options.namesOthers()).isFalse();
  }

  @Test
  void anAddressThatOthersReachIsOpenedWhereSomebodySaysSo() {
    // When
    ClusterOptions options =
        options("--cluster", "--cluster-host", "192.0.2.1", "--trust-cluster-network");

    // Then
    assertThat(options.host()).isEqualTo("192.0.2.1");
  }

  @Test
  void otherNodesReadHereWhereThereIsASecret() {
    // When
    ClusterOptions usual = withSecret("a long enough secret", "--cluster");
    ClusterOptions chosen = withSecret("a long enough secret", "--cluster", "--peer-port", "7");

    // Then
    assertThat(port(usual)).isEqualTo("5901 signed");
    assertThat(port(chosen)).isEqualTo("7 signed");
  }

  @Test
  void otherNodesReadHereWithoutASecretOnlyWhereTheNetworkIsTrusted() {
    assertThat(port(options("--cluster"))).isEqualTo("none");
    assertThat(port(withSecret("", "--cluster"))).isEqualTo("none");
    assertThat(port(options("--cluster", "--trust-cluster-network"))).isEqualTo("5901 unsigned");
  }

  @Test
  void aSecretThatCanBeGuessedIsRefused() {
    assertThatThrownBy(() -> withSecret("short", "--cluster"))
        .hasMessage("LAB_CLUSTER_SECRET has 5 characters; it must have 16 or more");
  }

  private static String port(ClusterOptions options) {
    ClusterOptions.PeerPort port = options.peers();
    return port == null ? "none" : port.port() + (port.secret() == null ? " unsigned" : " signed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--join=a:1|--join is [a:1] without --cluster",
        "--bus-port=5801|--bus-port is 5801 without --cluster",
        "--cluster --cluster-host=192.0.2.1|--cluster-host is 192.0.2.1, which others can reach",
        "--cluster --trust-cluster-network --cluster-host=0.0.0.0|--cluster-host is 0.0.0.0; it"
            + " must be the one address",
        "--cluster --cluster-port=0|--cluster-port is 0; it must be 1..65535",
        "--cluster --bus-port=70000|--bus-port is 70000; it must be 1..65535",
        "--cluster --bus-port=5701|--bus-port is 5701, and so is --cluster-port",
        "--peer-port=5901|--peer-port is 5901 without --cluster",
        "--cluster --trust-cluster-network --peer-port=0|--peer-port is 0; it must be 1..65535",
        "--cluster --trust-cluster-network --peer-port=5801|--peer-port is 5801, and so is"
            + " --cluster-port or --bus-port",
        "--cluster --join=a:b|--join has \"a:b\"; it must be HOST:PORT",
        "--cluster --join=:1|--join has \":1\"; it must be HOST:PORT",
        "--cluster --join=a:0|--join has \"a:0\"; it must be HOST:PORT",
        "--cluster --join=::1|--join has \"::1\"; it must be HOST:PORT",
        "--cluster --bus-key=nowhere.pem|--bus-cert is not given; --bus-cert, --bus-key and"
            + " --bus-trust come together",
      })
  void whatCanNotBeIsRefusedInOneLine(String arguments, String told) {
    // When
    Ran ran = Ran.lab(("serve " + arguments).split(" "));

    // Then
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.errLines()).hasSize(1);
    assertThat(ran.err()).startsWith("lab: " + told);
  }

  @Test
  void aCertificateThatIsNotThereIsNamed(@TempDir Path folder) throws Exception {
    // Given
    Path there = Files.createFile(folder.resolve("key.pem"));
    String nowhere = folder.resolve("cert.pem").toString();

    // When
    Ran ran =
        Ran.lab(
            "serve",
            "--cluster",
            "--bus-cert",
            nowhere,
            "--bus-key",
            there.toString(),
            "--bus-trust",
            there.toString());

    // Then
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("--bus-cert is " + nowhere + "; it must be a file");
  }
}
