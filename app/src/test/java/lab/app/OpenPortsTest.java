package lab.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node opens to the network. */
class OpenPortsTest {
  private static final Pattern COLUMNS = Pattern.compile("\\s+");
  private static final String LISTENING = "0A";
  private static final Path SOCKETS = Path.of("/proc/self/net/tcp");

  @Test
  void aNodeWithoutAClusterOpensNoPortButHttp(@TempDir Path folder) throws Exception {
    assumeThat(SOCKETS).as("the system tells which ports are open").exists();
    // Given
    Set<Integer> before = listening();

    // When
    try (TestNode node = TestNode.start(folder, Map.of("providers.yaml", Ran.ONE_PROVIDER))) {
      Set<Integer> opened = new HashSet<>(listening());
      opened.removeAll(before);

      // Then
      assertThat(opened).containsExactly(node.port());
    }
  }

  /** The TCP ports on which this process listens, of both families. */
  private static Set<Integer> listening() throws IOException {
    Set<String> own = ownSockets();
    Set<Integer> ports = new HashSet<>();
    for (Path table : Set.of(SOCKETS, Path.of("/proc/self/net/tcp6"))) {
      if (Files.exists(table)) {
        Files.readAllLines(table).stream()
            .skip(1)
            .map(line -> COLUMNS.splitAsStream(line.strip()).toList())
            .filter(line -> line.get(3).equals(LISTENING) && own.contains(line.get(9)))
            .forEach(line -> ports.add(portOf(line.get(1))));
      }
    }
    return ports;
  }

  /** Of {@code 0100007F:0FA0}, both in hexadecimal digits. */
  private static int portOf(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
  }

  /** The inodes of this process's sockets. */
  private static Set<String> ownSockets() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.map(OpenPortsTest::target)
          .filter(target -> target.startsWith("socket:["))
          .map(target -> target.substring("socket:[".length(), target.length() - 1))
          .collect(Collectors.toSet());
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }
}
