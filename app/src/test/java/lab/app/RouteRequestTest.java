package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of {@code lab route} describe a request, to the files and to a node alike. */
class RouteRequestTest {
  private static final String PROVIDERS =
      """
      health_checks: {enabled: false}
      providers:
        plain: {type: openai_compatible, base_url: "http://127.0.0.1:1", models: [m, easy]}
        special: {type: openai_compatible, base_url: "http://127.0.0.1:2", models: [n, hard]}
        roomy:
          type: openai_compatible
          base_url: http://127.0.0.1:3
          models: [{name: s, context_length: 100}]
      """;

  private static final String MAPPINGS =
      """
      load_balancing:
        user: {providers: [{provider: plain}, {provider: special, condition: user == "ada"}]}
        batch: {providers: [{provider: plain}, {provider: special, condition: batch_size == 3}]}
        length: {providers: [{provider: plain}, {provider: special, condition: tokens >= 500}]}
        said: {providers: [{provider: plain}, {provider: special, condition: metadata.team == "x"}]}
      capabilities:
        code:
          routing_strategy: complexity_based
          complexity_thresholds: {low: easy, medium: hard, high: hard}
      fallback_chains: {s: [easy]}
      """;

  private static final String GATEWAY =
      """
      model_list:
        - {model_name: tagged, litellm_params: {model: openai/m, api_base: "http://127.0.0.1:1"}}
        - model_name: tagged
          litellm_params: {model: openai/n, api_base: "http://127.0.0.1:2", tags: [paid]}
      router_settings: {enable_tag_filtering: true, routing_strategy: direct}
      """;

  private static Path folder;
  private static TestNode node;

  @BeforeAll
  static void aNodeRuns(@TempDir Path directory) throws Exception {
    folder = directory;
    node =
        TestNode.start(
            folder,
            Map.of(
                "providers.yaml", PROVIDERS,
                "model-mappings.yaml", MAPPINGS,
                "gateway.yaml", GATEWAY));
    Files.writeString(folder.resolve("short.txt"), "Hello there");
    Files.writeString(folder.resolve("long.txt"), "Tell me of the sea. ".repeat(200));
    Files.writeString(folder.resolve("code.txt"), "Why?\n```\nint a;\n```\n");
  }

  @AfterAll
  static void theNodeEnds() throws Exception {
    node.close();
  }

  private static String first(String... arguments) {
    Ran ran = Ran.lab(arguments);
    assertThat(ran.status()).as(ran.err()).isZero();
    return new JsonObject(ran.out())
        .getJsonArray("attempts")
        .getJsonObject(0)
        .getString("provider");
  }

  private static String[] with(String asked, String... further) {
    List<String> all = new ArrayList<>(List.of("route", "--json"));
    all.addAll(List.of(asked.replace("FOLDER", folder.toString()).split(" ", -1)));
    all.addAll(List.of(further));
    return all.toArray(new String[0]);
  }

  @ParameterizedTest
  @CsvSource({
    "user, plain",
    "user --user ada, special",
    "batch --batch 2, plain",
    "batch --batch 3, special",
    "batch --batch 3 --operation embedding, special",
    "said, plain",
    "said --metadata team=x, special",
    "tagged --tag paid, special",
    "length --tokens 400, plain",
    "length --tokens 600, special",
    "length --prompt FOLDER/short.txt, plain",
    "length --prompt FOLDER/long.txt, special",
    "code --prompt FOLDER/short.txt, plain",
    "code --prompt FOLDER/code.txt, special",
    "code --tokens 5, plain",
    "code --tokens 5 --code, special",
    "s --max-tokens 50, roomy",
    "s --max-tokens 101, plain"
  })
  void theFilesAndANodeAreToldTheSame(String asked, String expected) {
    // When
    String files = first(with(asked, "--config", folder.toString()));
    String running = first(with(asked, "--url", "http://127.0.0.1:" + node.port()));

    // Then
    assertThat(files).isEqualTo(expected);
    assertThat(running).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "--tokens, 2000000000, '--tokens is 2000000000; it must be from 0 to 1000000'",
    "--tokens, -1, '--tokens is -1; it must be from 0 to 1000000'",
    "--batch, 0, '--batch is 0; it must be from 1 to 2048'",
    "--max-tokens, -1, '--max-tokens is -1; it must be from 0 to 2147483647'",
    "--prompt, /no/such/file, '--prompt is /no/such/file, which can not be read as text'"
  })
  void whatNoRequestCanSayIsToldBeforeAnybodyIsAsked(String option, String value, String told) {
    // When
    Ran ran = Ran.lab("route", "m", option, value, "--url", "http://127.0.0.1:1");

    // Then
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains(told);
  }

  @Test
  void aLengthAndAPromptAreNotGivenTogether() {
    // When
    Ran ran = Ran.lab(with("m --tokens 5 --prompt any.txt", "--config", folder.toString()));

    // Then
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("--tokens").contains("--prompt").contains("give one");
  }
}
