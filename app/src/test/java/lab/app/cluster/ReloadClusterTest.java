package lab.app.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import lab.app.ClusterTurn;
import lab.app.NodeProcess;
import lab.testkit.answers.Answers;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes, each a JVM of its own, that go by another configuration in one step. */
@ExtendWith(ClusterTurn.class)
class ReloadClusterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final JsonObject DISABLED = new JsonObject().put("status", "disabled");

  private final Vertx vertx = Vertx.vertx();
  private ScriptedProvider provider;
  private Path folder;
  private Nodes nodes;

  @BeforeEach
  void start(@TempDir Path files) throws Exception {
    folder = files;
    provider = ScriptedProvider.start(vertx).await(10, SECONDS);
    provider.otherwise(Answers.chat(Flavour.VLLM, "m", Said.words("hello")));
    nodes = new Nodes(files, Map.of("providers.yaml", providers("m")), "a", "b", "c");
    nodes.start("a", "b", "c");
  }

  @AfterEach
  void stop() throws Exception {
    nodes.close();
    var unused = vertx.close().await(10, SECONDS);
  }

  private String providers(String model) {
    return """
    providers:
      one: {type: vllm, base_url: "%s", models: [%s]}
    health_checks: {enabled: false}
    """
        .formatted(provider.address(), model);
  }

  private static JsonObject config(NodeProcess node) throws Exception {
    return Asking.json(node.at("/admin/config"));
  }

  private static boolean serves(NodeProcess node, String model) throws Exception {
    return Asking.chat(node, model).statusCode() == 200;
  }

  private static boolean isDisabled(NodeProcess node) throws Exception {
    return "disabled".equals(config(node).getJsonObject("statuses").getString("one"));
  }

  private void write(String text) throws Exception {
    Path written = Files.writeString(folder.resolve("providers.new"), text);
    Path unused =
        Files.move(written, folder.resolve("providers.yaml"), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void changedFilesCountOnAllWithOneNumber() throws Exception {
    // Given
    long before = config(nodes.node("a")).getLong("epoch");

    // When
    write(providers("n"));

    // Then
    for (NodeProcess node : nodes.all()) {
      await().atMost(PATIENCE).until(() -> serves(node, "n"));
      assertThat(config(node).getLong("epoch")).isEqualTo(before + 1);
      assertThat(config(node).getBoolean("diverged")).isFalse();
    }
  }

  @Test
  void whoStoodStillTakesItWhenItIsBackAndTheDeadAreNotWaitedFor() throws Exception {
    // Given
    nodes.node("b").signal("STOP");
    nodes.node("c").close();

    // When
    JsonObject told = Asking.patch(nodes.node("a").at("/admin/providers/one"), DISABLED);
    nodes.node("b").signal("CONT");

    // Then
    assertThat(told.getString("status")).isEqualTo("activated");
    assertThat(told.getJsonArray("away")).contains("b");
    await().atMost(PATIENCE).until(() -> isDisabled(nodes.node("b")));
    await().atMost(PATIENCE).until(() -> Asking.isReady(nodes.node("b")));
    assertThat(config(nodes.node("b")).getLong("epoch"))
        .isEqualTo(config(nodes.node("a")).getLong("epoch"));
  }

  @Test
  @Tag("soak")
  void aBadFileChangesNothingAnywhere() throws Exception {
    // Given
    long before = config(nodes.node("a")).getLong("epoch");

    // When
    write("providers: [\n");

    // Then
    for (NodeProcess node : nodes.all()) {
      await().atMost(PATIENCE).until(() -> config(node).getJsonObject("failure") != null);
      assertThat(config(node).getLong("epoch")).isEqualTo(before);
      assertThat(serves(node, "m")).isTrue();
    }
  }

  @Test
  void whoJoinsGoesByWhatTheClusterGoesBy() throws Exception {
    // Given
    nodes.node("c").close();
    write(providers("n"));
    await().atMost(PATIENCE).until(() -> serves(nodes.node("a"), "n"));
    await().atMost(PATIENCE).until(() -> serves(nodes.node("b"), "n"));

    // When
    NodeProcess back = nodes.begin("c").ready();

    // Then
    assertThat(serves(back, "n")).isTrue();
    assertThat(config(back).getLong("epoch")).isEqualTo(config(nodes.node("a")).getLong("epoch"));
    JsonArray known = Asking.json(back.at("/admin/cluster")).getJsonArray("nodes");
    assertThat(known.stream().map(JsonObject.class::cast))
        .allSatisfy(node -> assertThat(node.getBoolean("diverged")).isFalse());
  }
}
