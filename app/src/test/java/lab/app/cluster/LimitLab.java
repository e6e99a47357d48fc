package lab.app.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import lab.app.NodeProcess;
import lab.config.KeyHash;
import lab.testkit.answers.Answers;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;

/** Three nodes, each a process, in front of one provider; their keys have limits. */
final class LimitLab {
  static final List<String> NAMES = List.of("a", "b", "c");

  private static final String SETTINGS = "gateway.yaml";

  private final Vertx vertx = Vertx.vertx();
  private final Path folder;
  private final ScriptedProvider provider;
  private final Nodes nodes;

  /**
   * @param keys what {@code keys.yaml} has, as {@link #key} writes it
   */
  LimitLab(Path folder, String keys) throws Exception {
    this.folder = folder;
    provider =
        ScriptedProvider.start(vertx)
            .await(10, SECONDS)
            .otherwise(Answers.chat(Flavour.VLLM, "m", Said.words("Hello")));
    nodes =
        new Nodes(
            folder,
            Map.of(
                "providers.yaml",
                """
                providers:
                  good:
                    type: vllm
                    base_url: "%s"
                    models: [m, dear]
                    cost_per_1k_tokens: {dear: 1000}
                health_checks: {enabled: false}
                """
                    .formatted(provider.address()),
                SETTINGS,
                settings(0),
                "keys.yaml",
                "keys:\n" + keys),
            NAMES.toArray(String[]::new));
    var unused = nodes.start(NAMES.toArray(String[]::new));
  }

  /** A claim may take longer than usual: processes that share two cores with others are slow. */
  private static String settings(int queue) {
    return "rate_limit_settings: {claim_timeout: 500 ms, request_queue_size: %d}\n"
        .formatted(queue);
  }

  /** Lets so many requests wait at each node from now on. */
  void letWait(int queue) throws Exception {
    long before = epoch(node("a"));
    Path written = Files.writeString(folder.resolve("gateway.new"), settings(queue));
    Path unused =
        Files.move(written, folder.resolve(SETTINGS), StandardCopyOption.REPLACE_EXISTING);
    for (NodeProcess node : all()) {
      await().atMost(Nodes.LONGEST_MEETING).until(() -> epoch(node) > before);
    }
  }

  private static long epoch(NodeProcess node) throws Exception {
    return Asking.json(node.at("/admin/config")).getLong("epoch");
  }

  /** A key and its limit; the key itself is {@code sk-} and its name. */
  static String key(String name, String limit, int most) {
    String hash = KeyHash.of("sk-" + name).hex();
    return "  %s: {sha256: %s, %s: %d}\n".formatted(name, hash, limit, most);
  }

  ScriptedProvider provider() {
    return provider;
  }

  NodeProcess node(String name) {
    return nodes.node(name);
  }

  List<NodeProcess> all() {
    return NAMES.stream().map(nodes::node).toList();
  }

  /** Begins a request. */
  static Caller begin(NodeProcess node, String key, String model) {
    return Caller.asks(
        node,
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"
            .formatted(model),
        "x-api-key",
        "sk-" + key);
  }

  /** Makes a request, which is answered or refused for its key's limit; its status. */
  static int ask(NodeProcess node, String key) throws Exception {
    Caller caller = begin(node, key, "m");
    int status = caller.status();
    assertThat(caller.whole()).contains(status == 200 ? "Hello" : "Rate limit exceeded");
    return status;
  }

  void close() throws Exception {
    nodes.close();
    provider.close().await(10, SECONDS);
    vertx.close().await(10, SECONDS);
  }
}
