package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node that is started as operators do, and can not have a port that its cluster needs. */
class TakenClusterPortTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({"--cluster-port, --bus-port", "--bus-port, --cluster-port"})
  void aPortThatIsTakenIsToldInOneLine(String option, String other) throws Exception {
    // Given
    Files.writeString(folder.resolve("providers.yaml"), Ran.ONE_PROVIDER);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      String free = Integer.toString(FreePorts.one());

      // When
      try (NodeProcess node =
          NodeProcess.begin(List.of(), folder, "--cluster", option, port, other, free)) {
        int status = node.status(Duration.ofSeconds(60));

        // Then
        assertThat(status).isEqualTo(1);
        assertThat(node.said())
            .singleElement()
            .asString()
            .startsWith("lab: the cluster ports ")
            .contains(port, free, "can not be opened");
      }
    }
  }
}
