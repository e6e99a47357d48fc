package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import lab.config.Configuration;
import lab.contract.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that can not start says why, in one line and without a trace. */
class ServeCommandTest {
  private static final String PROVIDERS =
      """
      providers:
        one:
          type: ollama
          base_url: http://127.0.0.1:9
          status: active
          models: [a-model]
      health_checks:
        enabled: false
      """;

  @TempDir private Path folder = Path.of(".");

  private Ran serve(String... arguments) throws Exception {
    String[] all = new String[arguments.length + 3];
    all[0] = "serve";
    all[1] = "--config";
    all[2] = Ran.folder(folder, PROVIDERS);
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return Ran.lab(all);
  }

  @Test
  void aTakenPortIsNamedInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // When
      Ran ran = serve("--port", Integer.toString(taken.getLocalPort()), "--metrics-port", "0");

      // Then
      assertThat(ran.status()).isEqualTo(1);
      assertThat(ran.errLines()).hasSize(1);
      assertThat(ran.err())
          .startsWith("lab: port " + taken.getLocalPort() + " on 127.0.0.1 ")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void aTakenMetricsPortIsNamedWhereSomebodyAskedForIt() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // When
      Ran ran = serve("--port", "0", "--metrics-port", Integer.toString(taken.getLocalPort()));

      // Then
      assertThat(ran.status()).isEqualTo(1);
      assertThat(ran.errLines()).hasSize(1);
      assertThat(ran.err())
          .startsWith(
              "lab: the metrics port " + taken.getLocalPort() + " on 127.0.0.1 can not be opened: ")
          .doesNotContain("the metrics port 127.0.0.1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--port 4 --metrics-port 4,                        --metrics-port is 4, --port",
    "--cluster --port 5 --bus-port 5,                  --bus-port is 5,     --port",
    "--cluster --bus-port 6 --metrics-port 6,          --metrics-port is 6, --bus-port",
    "--cluster --roles router --port 7 --bus-port 8 --metrics-port 8, --metrics-port is 8, --bus-port"
  })
  void onePortForTwoThingsIsRefused(String options, String told, String other) throws Exception {
    // When
    Ran ran = serve(options.split(" ", -1));

    // Then
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.errLines())
        .containsExactly("lab: " + told + ", and so is " + other + "; give each its own");
  }

  @Test
  void theMetricsPortThatNobodyAskedForGivesWay() throws Exception {
    // Given
    Configuration configuration = TestNode.load(Path.of(Ran.folder(folder, PROVIDERS)));
    NodeOptions usual = NodeOptions.of(configuration, "n", "127.0.0.1");

    // Then
    assertThat(usual.apart().ports().metrics()).isEqualTo(9090);
    assertThat(usual.withPort(9090).apart().ports().metrics()).isZero();
    assertThat(usual.withPort(9090).withRoles(Set.of(Role.ROUTER)).apart().ports().metrics())
        .isEqualTo(9090);
    assertThat(usual.withPort(0).withMetricsPort(0).apart().ports().metrics()).isZero();
  }

  @Test
  void aPublicAddressWithoutProtectionIsRefusedWithTheReason() throws Exception {
    // When
    Ran ran = serve("--host", "0.0.0.0", "--port", "0");

    // Then
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.errLines()).hasSize(1);
    assertThat(ran.err())
        .startsWith("lab: --host is 0.0.0.0")
        .contains("nothing protects this node")
        .contains("general_settings.allow_unauthenticated: true");
  }

  @Test
  void aPortThatIsNoneIsRefused() throws Exception {
    // When
    Ran ran = serve("--port", "70000");

    // Then
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("--port is 70000; it must be 0..65535");
  }

  @Test
  void aRoleThatIsNoneIsRefused() throws Exception {
    // When
    Ran ran = serve("--roles", "gateway,janitor");

    // Then
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.errLines()).hasSize(2);
    assertThat(ran.errLines().getFirst())
        .startsWith("lab: ")
        .contains("--roles")
        .endsWith("\"janitor\" is no role; it must be one of gateway, router, health, metrics");
    assertThat(ran.errLines().getLast()).isEqualTo("lab: see ./lab serve --help");
  }

  @ParameterizedTest
  @CsvSource({
    "serve --port abc,        --port,     lab: see ./lab serve --help",
    "serve --prot 4000,       --prot,     lab: see ./lab serve --help",
    "serve --port 1 --port 2, --port,     lab: see ./lab serve --help",
    "keys new,                ALIAS,      lab: see ./lab keys new --help",
    "srve,                    srve,       lab: see ./lab --help"
  })
  void whatIsMisspeltIsToldOnOneScreen(String line, String named, String last) {
    // When
    Ran ran = Ran.lab(line.split(" ", -1));

    // Then
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.errLines()).hasSizeLessThan(8).last().isEqualTo(last);
    assertThat(ran.err()).contains(named);
  }

  @Test
  void aStateFolderOfAnotherNodeIsWarnedOf() throws Exception {
    // Given
    Path state = folder.resolve("state");

    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        StateLock other = StateLock.of(state)) {
      // When: it ends at once, as its port is taken
      Ran ran =
          serve(
              "--state-dir",
              state.toString(),
              "--port",
              Integer.toString(taken.getLocalPort()),
              "--metrics-port",
              "0");

      // Then
      assertThat(other.isShared()).isFalse();
      assertThat(ran.errLines()).hasSize(2);
      assertThat(ran.errLines().getFirst())
          .startsWith("WARN another node uses " + state + " too")
          .contains("--state-dir");
    }
  }

  @Test
  void aHistoryThatCanNotBeReadIsWarnedOfAndNoReasonNotToServe() throws Exception {
    // Given
    Path state = folder.resolve("state");
    var unused = Files.createDirectories(state.resolve("history/00000001.json"));

    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // When: it comes as far as to its port, which is taken
      Ran ran =
          serve(
              "--state-dir",
              state.toString(),
              "--port",
              Integer.toString(taken.getLocalPort()),
              "--metrics-port",
              "0");

      // Then
      assertThat(ran.errLines()).hasSizeGreaterThan(1);
      assertThat(ran.errLines().getFirst()).startsWith("WARN the history can not be read: ");
      assertThat(ran.errLines().getLast()).startsWith("lab: port " + taken.getLocalPort());
    }
  }

  @Test
  void keysThatCanNotBeReadAreNamedInOneLine() throws Exception {
    // Given
    Path state = Files.writeString(folder.resolve("state"), "a file, and no folder");

    // When
    Ran ran = serve("--state-dir", state.toString(), "--port", "0", "--metrics-port", "0");

    // Then
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.errLines())
        .containsExactly(
            "lab: " + state.resolve("keys.json") + " can not be used: Not a directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void aNodeWithoutANameIsRefusedInOneLine(String none) throws Exception {
    // When
    Ran ran = serve("--node", none);

    // Then
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.errLines())
        .containsExactly("lab: --node is empty; it must be the name of this node");
  }

  @Test
  void aClusterHostOfAnotherMachineIsRefusedInOneLine() throws Exception {
    // When: an address that no machine has
    Ran ran = serve("--cluster", "--cluster-host", "192.0.2.1", "--trust-cluster-network");

    // Then
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.errLines())
        .containsExactly(
            "lab: --cluster-host is 192.0.2.1; no interface of this machine has that address");
  }

  @Test
  void aBrokenConfigurationStartsNothing() throws Exception {
    // Given
    String broken = Ran.folder(folder, "providers:\n  one:\n    type: olama\n");

    // When
    Ran ran = Ran.lab("serve", "--config", broken);

    // Then
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.errLines()).anyMatch(line -> line.startsWith("providers.yaml:3:11: error: "));
    assertThat(ran.errLines().getLast()).contains("nothing was started");
  }

  @Test
  void noConfigurationIsAnotherStatus() {
    // When
    Ran ran = Ran.lab("serve", "--config", folder.resolve("nowhere").toString());

    // Then
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.errLines()).hasSize(1);
    assertThat(ran.err()).contains("nowhere is not a folder");
  }
}
