package lab.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lab.testkit.answers.Answers;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/runbooks.md}, from its first step to its last, against a node that runs. */
class RunbooksTest {
  private static final Path GUIDE = Path.of("..", "docs", "runbooks.md");
  private static final Pattern STEP =
      Pattern.compile("```(?:yaml\n# config/(\\S+)\n|sh\n)(.*?)```", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  @TempDir private Path folder = Path.of("");

  @Test
  void eachStepDoesWhatItSays() throws Exception {
    Vertx vertx = Vertx.vertx();
    ScriptedProvider provider = ScriptedProvider.start(vertx).await(10, SECONDS);
    provider.otherwise(Answers.chat(Flavour.VLLM, "qwen3", Said.words("hello")));
    try (TestNode node = TestNode.start(folder, Map.of("providers.yaml", Ran.ONE_PROVIDER))) {
      int commands = 0;
      Matcher step = STEP.matcher(Files.readString(GUIDE));
      while (step.find()) {
        String text = step.group(2);
        if (step.group(1) == null) {
          List<String> lines = commands(text);
          for (String line : lines) {
            says(line, node);
          }
          commands += lines.size();
        } else {
          String placed = text.replaceAll("http://gpu-\\d:8000", provider.address().toString());
          Path unused = Files.writeString(folder.resolve(step.group(1)), placed);
        }
      }
      assertThat(commands).isGreaterThan(20);
    } finally {
      var unused = vertx.close().await(10, SECONDS);
    }
  }

  /** The commands of a step, and above at least one of them what it stands for with LiteLLM. */
  private static List<String> commands(String step) {
    List<String> lines = step.lines().toList();
    assertThat(lines).as(step).anyMatch(RunbooksTest::isComparison);
    for (int i = 0; i < lines.size(); i++) {
      if (isComparison(lines.get(i))) {
        assertThat(lines).as(step).hasSizeGreaterThan(i + 1);
        assertThat(isComparison(lines.get(i + 1))).as(step).isFalse();
      }
    }
    return lines.stream().filter(line -> !isComparison(line)).toList();
  }

  private static boolean isComparison(String line) {
    return line.startsWith("# LiteLLM: ");
  }

  private void says(String line, TestNode node) throws Exception {
    String[] parts = line.split(" # -> ", -1);
    assertThat(parts).as(line).hasSize(2);
    List<String> words = words(parts[0].replace("http://localhost:4000", node.base()));
    String said = words.getFirst().equals("curl") ? curl(words) : lab(words);
    assertThat(said).as(line).contains(parts[1]);
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return words;
  }

  private String lab(List<String> words) {
    assertThat(words.getFirst()).isEqualTo("./lab");
    String[] arguments =
        words.stream()
            .skip(1)
            .map(word -> word.equals("config") ? "config" : word)
            .toArray(String[]::new);
    for (int i = 1; i < arguments.length; i++) {
      if (arguments[i - 1].equals("--config")) {
        arguments[i] = folder.toString();
      }
    }
    Ran ran = Ran.lab(arguments);
    return ran.out() + ran.err();
  }

  private static String curl(List<String> words) throws Exception {
    String method = "GET";
    String body = "";
    String url = "";
    for (int i = 1; i < words.size(); i++) {
      switch (words.get(i)) {
        case "-s" -> {}
        case "-X" -> method = words.get(++i);
        case "-d" -> body = words.get(++i);
        default -> url = words.get(i);
      }
    }
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(url))
                  .method(method, HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
