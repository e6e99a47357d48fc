package lab.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lab.config.ServerLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code docker-compose.yml} and {@code docs/deploy.md}, against what a node understands. */
class DeployFilesTest {
  private static final Path ROOT = Path.of("..");

  /** Those of the command {@code lab} and of a node that are no option. */
  private static final Set<String> NO_OPTIONS = Set.of("LAB_CLUSTER_SECRET", "LAB_NO_BUILD");

  private static String text(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  /** Each option's help names its variable. */
  private static Set<String> variablesOfServe() {
    String help = new CommandLine(new ServeCommand()).getUsageMessage();
    Set<String> names = new TreeSet<>(NO_OPTIONS);
    names.addAll(found("\\b(LAB_[A-Z_]+)", help));
    return names;
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker-compose.yml", "docs/deploy.md", "Dockerfile"})
  void everyVariableIsOneThatANodeReads(String file) throws Exception {
    assertThat(variablesOfServe()).containsAll(found("\\b(LAB_[A-Z_]+)", text(file)));
  }

  @Test
  void onlyTheBalancerAndWhoWatchesIsSeenOutsideAndOnlyOnThisMachine() throws Exception {
    assertThat(found("^ +- \"([0-9.:]+)\"$", text("docker-compose.yml")))
        .containsExactly("127.0.0.1:4000:4000", "127.0.0.1:9090:9090", "127.0.0.1:3000:3000");
  }

  @Test
  void everyFileThatIsMountedIsThere() throws Exception {
    assertThat(found("^ +- (\\./[^:]+):", text("docker-compose.yml")))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(ROOT.resolve(file)).exists());
  }

  /** Where this machine has the program, it finds nothing wrong. */
  private static void passes(String name, String... arguments) throws Exception {
    Optional<Path> program =
        Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")
            .map(place -> Path.of(place, name))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(program.isPresent(), () -> "no " + name + " here");
    List<String> command = new ArrayList<>(List.of(program.get().toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(ROOT.resolve("monitoring").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @Test
  void theBalancerUnderstandsItsConfiguration() throws Exception {
    passes("haproxy", "-c", "-f", "haproxy.cfg");
  }

  @Test
  void prometheusUnderstandsItsConfigurationAndItsRules() throws Exception {
    passes("promtool", "check", "config", "prometheus.yml");
    passes("promtool", "check", "rules", "rules/alerts.yml", "rules/recording.yml");
  }

  @Test
  void everyVolumeOfItsOwnIsDeclared() throws Exception {
    // Given
    String text = text("docker-compose.yml");

    // Then: no two nodes keep what they keep in the same place
    List<String> used = found("^ +- ([a-z]+(?:-\\d)?):/", text);
    assertThat(used).doesNotHaveDuplicates().hasSize(5);
    assertThat(found("^  ([a-z]+(?:-\\d)?): \\{\\}$", text)).containsAll(used);
  }

  @Test
  void whoeverEndsNodesGivesThemTheTimeThatTheyTake() throws Exception {
    // Given
    ServerLimits limits = ServerLimits.DEFAULT;
    long longest = limits.drainDelay().plus(limits.shutdownTimeout()).toSeconds();

    // When
    List<String> given =
        Stream.of(
                found("stop_grace_period: (\\d+)s", text("docker-compose.yml")),
                found("TimeoutStopSec=(\\d+)", text("docs/deploy.md")),
                found("terminationGracePeriodSeconds: (\\d+)", text("docs/deploy.md")))
            .flatMap(List::stream)
            .toList();

    // Then
    assertThat(given)
        .hasSize(3)
        .allSatisfy(seconds -> assertThat(Long.parseLong(seconds)).isGreaterThan(longest + 5));
  }
}
