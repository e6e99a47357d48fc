package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README, run as they stand there but for the port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuickStartIT {
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  private final Path root = Path.of("..").toAbsolutePath().normalize();
  private Path temporary = root;
  private final List<String> printed = new ArrayList<>();
  private List<String> commands = List.of();
  private Process demo = noProcess();
  private int port;
  private long readyAfterMillis;

  private static Process noProcess() {
    try {
      return new ProcessBuilder("true").start();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @BeforeAll
  void startTheDemoAsTheReadmeSays(@TempDir Path folder) throws Exception {
    temporary = folder;
    commands = commandsOf(Files.readString(root.resolve("README.md")));
    port = FreePorts.one();
    assertThat(commands.getFirst()).isEqualTo("./lab demo");
    // The first start after a build prepares a cache; the second is the ordinary one.
    String unused = run("./lab --version", Duration.ofMinutes(2));
    long started = System.nanoTime();
    ProcessBuilder starting = shell(commands.getFirst());
    starting.environment().put("LAB_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
    demo = starting.start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8));
    String line;
    do {
      line = out.readLine();
      assertThat(line).as("the demo ended before it was ready").isNotNull();
      printed.add(line);
    } while (!line.startsWith("Ready."));
    readyAfterMillis = Duration.ofNanos(System.nanoTime() - started).toMillis();
  }

  @AfterAll
  void endTheDemo() throws Exception {
    demo.descendants().forEach(ProcessHandle::destroy);
    demo.destroy();
    assertThat(demo.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void theDemoIsReadyWithinFiveSecondsOfAFinishedBuild() {
    assertThat(readyAfterMillis).isLessThan(5_000);
  }

  @Test
  void theDemoKeepsNoFilesThatItsEndCouldLeaveBehind() {
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void theDemoSaysWhatRunsWhere() throws Exception {
    // When
    List<String> shown = shownBelow(commands.getFirst()).lines().toList();

    // Then: as it stands below, but for the ports, which may be taken
    assertThat(printed.stream().limit(shown.size()).map(QuickStartIT::withoutPort).toList())
        .isEqualTo(shown.stream().map(QuickStartIT::withoutPort).toList());
  }

  private static String withoutPort(String line) {
    return line.replaceAll(":[0-9]+", "");
  }

  @Test
  void theFirstCurlStreamsWordsToItsEnd() throws Exception {
    // When
    String out = run(commands.get(1), Duration.ofSeconds(60));

    // Then
    assertThat(out).contains("\"delta\":{\"role\":\"assistant\"").endsWith("data: [DONE]\n\n");
    assertThat(out.split("data: ")).hasSizeGreaterThan(10);
  }

  @Test
  void anAnthropicClientGetsAMessage() throws Exception {
    // When
    String out = run(commands.get(2), Duration.ofSeconds(60));

    // Then
    assertThat(out)
        .contains("\"type\":\"message\"")
        .contains("\"stop_reason\":\"max_tokens\"")
        .contains("\"model\":\"demo-chat\"");
  }

  @Test
  void anOllamaClientGetsLines() throws Exception {
    // When
    List<String> lines = run(commands.get(3), Duration.ofSeconds(60)).lines().toList();

    // Then
    assertThat(lines)
        .hasSizeGreaterThan(10)
        .allSatisfy(line -> assertThat(line).startsWith("{").contains("\"model\":\"demo-chat\""));
    assertThat(lines.getLast()).contains("\"done\":true");
  }

  @Test
  void aClientOfResponsesGetsOne() throws Exception {
    // When
    String out = run(commands.get(4), Duration.ofSeconds(60));

    // Then
    assertThat(out)
        .contains("\"object\":\"response\"")
        .contains("\"status\":\"completed\"")
        .contains("\"model\":\"demo-chat\"");
  }

  @Test
  void theSecondCurlShowsTheWayPastAFailingProvider() throws Exception {
    printsWhatStandsBelow(commands.get(5));
  }

  @Test
  void theThirdCurlShowsThatTheQuestionChoosesTheModel() throws Exception {
    printsWhatStandsBelow(commands.get(6));
  }

  @Test
  void theRunningNodeExplainsThatChoice() throws Exception {
    printsWhatStandsBelow(commands.get(7));
  }

  @Test
  void theSameQuestionIsAnsweredTheSecondTimeWithoutAModel() throws Exception {
    // When
    List<String> out = run(commands.get(8), Duration.ofSeconds(60)).lines().toList();

    // Then: as it stands below, but for the times
    assertThat(out.stream().map(QuickStartIT::withoutTime).toList())
        .isEqualTo(shownBelow(commands.get(8)).lines().map(QuickStartIT::withoutTime).toList());
    assertThat(seconds(out.getLast())).isLessThan(seconds(out.getFirst()) / 2);
  }

  private static String withoutTime(String line) {
    return line.replaceAll(" [0-9.]+ s$", "");
  }

  private static double seconds(String line) {
    return Double.parseDouble(line.substring(withoutTime(line).length()).replace(" s", ""));
  }

  @Test
  void theModelsAreListedWithTheirProviders() throws Exception {
    // When
    String out = run(commands.get(9), Duration.ofSeconds(10));

    // Then
    assertThat(out).contains("\"id\":\"demo-chat\"").contains("\"provider\":\"demo-ollama\"");
  }

  @Test
  void theShippedConfigurationChecksClean() throws Exception {
    // When
    String out = run(ownServers(0), Duration.ofSeconds(20));

    // Then
    assertThat(out).contains("is valid").contains("0 warnings");
  }

  @Test
  void theShippedNamesAreInOneTable() throws Exception {
    // When
    String out = run(ownServers(1), Duration.ofSeconds(20));

    // Then
    assertThat(out).startsWith("ASKED FOR").contains("capability code");
  }

  @Test
  void aNameBeyondAsciiArrivesAsItIsAlsoWithoutALocale() throws Exception {
    // Given
    for (String none : List.of("LC_ALL=C", "LC_ALL= LANG= LC_CTYPE=", "LANG=POSIX LC_ALL=")) {
      // When
      String out = run(none + " ./lab route 'gr\u00f6\u00dfer:7b'", Duration.ofSeconds(20));

      // Then
      assertThat(out).startsWith("model     gr\u00f6\u00dfer:7b, chat");
    }
  }

  private String ownServers(int line) {
    return commands.getLast().lines().toList().get(line);
  }

  /** In whatever order: that of headers is nobody's business. */
  private void printsWhatStandsBelow(String command) throws Exception {
    // When
    String out = run(command, Duration.ofSeconds(60));

    // Then
    String said = shownBelow(command);
    assertThat(out.lines().map(String::strip).sorted().toList())
        .isEqualTo(said.lines().map(String::strip).sorted().toList());
  }

  private String shownBelow(String command) throws IOException {
    String readme = Files.readString(root.resolve("README.md"));
    String after = readme.substring(readme.indexOf(command) + command.length());
    int from = after.indexOf("```text\n") + "```text\n".length();
    return after.substring(from, after.indexOf("```", from));
  }

  private String run(String command, Duration patience) throws Exception {
    Process process = shell(command).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)).as(command).isTrue();
    assertThat(process.exitValue()).as(command + ": " + out).isZero();
    return out;
  }

  private ProcessBuilder shell(String command) {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command.replace("localhost:4000", "localhost:" + port))
            .directory(root.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("LAB_PORT", Integer.toString(port));
    // The build that runs this test has just built everything.
    builder.environment().put("LAB_NO_BUILD", "1");
    return builder;
  }

  private static List<String> commandsOf(String readme) {
    List<String> found = new ArrayList<>();
    Matcher block = BLOCK.matcher(readme);
    while (block.find()) {
      found.add(block.group(1).strip());
    }
    return found;
  }
}
