package lab.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lab.config.Choices;
import lab.config.ConfigLoader;
import lab.config.Configuration;
import lab.config.Credentials;
import lab.config.ExactMatch;
import lab.config.Loading;
import lab.config.Provider;
import lab.config.ProviderStatus;
import lab.contract.ModelName;
import lab.contract.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A node on a real laboratory's configuration, where there is one; it is not part of this project.
 * Nobody is polled: its providers are somebody's.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabFolderTest {
  private Path folder = Path.of("none");
  private Optional<Node> node = Optional.empty();

  private static Optional<Path> sample() {
    return Stream.of(
            System.getProperty("LAB_SAMPLE_CONFIG"),
            System.getenv("LAB_SAMPLE_CONFIG"),
            "../../shared/lab")
        .filter(path -> path != null)
        .map(Path::of)
        .filter(path -> Files.exists(path.resolve("providers.yaml")))
        .findFirst();
  }

  @BeforeAll
  void startNode() throws Exception {
    Optional<Path> sample = sample();
    assumeTrue(
        sample.isPresent(),
        "no sample configuration; name its folder by -DLAB_SAMPLE_CONFIG or in the environment");
    folder = sample.orElseThrow();
    // Without anybody's keys, whoever runs this.
    if (ConfigLoader.load(folder, Map.of()) instanceof Loading.Valid valid) {
      NodeOptions options =
          NodeOptions.of(valid.configuration(), "sample", "127.0.0.1")
              .withPort(0)
              .withMetricsPort(0)
              .withRoles(EnumSet.complementOf(EnumSet.of(Role.HEALTH)));
      node = Optional.of(Node.start(options).await(20, TimeUnit.SECONDS));
    }
  }

  @AfterAll
  void stopNode() throws Exception {
    if (node.isPresent()) {
      var unused =
          node.orElseThrow().stop(Duration.ZERO, Duration.ZERO).await(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void everyModelOfTheConfigurationIsListed() throws Exception {
    // Given
    Node running = node.orElseThrow();
    Configuration configuration = running.options().configuration();

    // When
    HttpResponse<String> answer;
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI models = URI.create("http://127.0.0.1:" + running.port() + "/v1/models");
      answer =
          client.send(HttpRequest.newBuilder(models).build(), HttpResponse.BodyHandlers.ofString());
    }

    // Then
    Set<String> listed = new HashSet<>();
    for (Object model : new JsonObject(answer.body()).getJsonArray("data")) {
      listed.add(((JsonObject) model).getString("id"));
      assertThat(((JsonObject) model).getString("provider")).isNotBlank();
    }
    Set<String> askedFor = named(configuration);
    askedFor.addAll(configuration.choices().capabilities().keySet());
    configuration.choices().balancing().keySet().forEach(name -> askedFor.add(name.value()));
    assertThat(listed).containsExactlyInAnyOrderElementsOf(askedFor).isNotEmpty();
  }

  /** Every name that the files give a provider for which is in use. */
  private static Set<String> named(Configuration configuration) {
    Set<String> names = new HashSet<>();
    for (Provider provider : configuration.providers().values()) {
      if (provider.status() == ProviderStatus.ACTIVE) {
        provider.models().forEach(model -> names.add(model.name().value()));
      }
    }
    for (ExactMatch match : configuration.exact().values()) {
      if (match.targets().stream()
          .map(target -> configuration.providers().get(target.provider()))
          .anyMatch(to -> to != null && to.status() == ProviderStatus.ACTIVE)) {
        names.add(match.name().value());
      }
    }
    return names;
  }

  @Test
  void theNodeSaysInAFewLinesWhatItFoundAndWhoHasNoCredentials() {
    // Given
    StringWriter said = new StringWriter();
    Set<String> unset = new HashSet<>();
    for (Provider provider : node.orElseThrow().options().configuration().providers().values()) {
      if (provider.status() == ProviderStatus.ACTIVE
          && provider.credentials() instanceof Credentials.Missing missing) {
        unset.add(provider.name() + " (" + missing.variable() + " is not set)");
      }
    }

    // When
    StartReport.print(new PrintWriter(said), node.orElseThrow(), folder);

    // Then
    assertThat(said.toString().lines().count()).isBetween(2L, 6L);
    assertThat(said.toString())
        .contains("active providers")
        .contains(unset)
        .contains("ready on http://localhost:" + node.orElseThrow().port() + "/v1");
  }

  @Test
  void itsRoutesAreExplained() {
    // Given
    Configuration configuration = node.orElseThrow().options().configuration();

    for (String name : named(configuration)) {
      // When
      Ran people = Ran.lab("route", name, "--config", folder.toString());
      Ran programs = Ran.lab("route", name, "--config", folder.toString(), "--json");

      // Then
      boolean balanced = configuration.choices().balancing().containsKey(new ModelName(name));
      String stage = balanced ? "load_balancing" : "exact";
      assertThat(people.status()).as(name).isZero();
      assertThat(people.out()).as(name).contains("stage     " + stage);
      assertThat(new JsonObject(programs.out()).getString("stage")).as(name).isEqualTo(stage);
    }
  }

  @Test
  void oneTableTellsOfEverythingThatItSpeaksOf() {
    // Given
    Configuration configuration = node.orElseThrow().options().configuration();
    Choices choices = configuration.choices();
    Set<String> spokenOf = named(configuration);
    choices.balancing().keySet().forEach(name -> spokenOf.add(name.value()));
    configuration.patterns().forEach(rule -> spokenOf.add(rule.pattern().pattern()));
    choices.capabilities().keySet().forEach(name -> spokenOf.add("capability " + name));
    choices.metadataRules().forEach(rule -> spokenOf.add(rule.condition().written()));

    // When
    Ran ran = Ran.lab("route", "--all", "--config", folder.toString());

    // Then
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).contains(spokenOf).contains("(any other name)");
  }

  @Test
  void itChecksWithoutErrors() {
    // When
    Ran ran = Ran.lab("check", "--config", folder.toString());

    // Then
    assertThat(ran.status()).as(ran.out()).isZero();
  }
}
