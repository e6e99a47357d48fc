package lab.app.e2e;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lab.app.TestNode;
import lab.gateway.Serving;
import lab.testkit.answers.Answers;
import lab.testkit.answers.ChatStream;
import lab.testkit.script.Reply;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node in front of one scripted provider, both shared by the tests of a class. Unless a test
 * scripts something else, everything is answered with a short chat that is not streamed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithScriptedNode {
  /** The largest body that this node takes. */
  static final int LARGEST_BODY = 64 * 1024;

  static final String CHAT = "/v1/chat/completions";

  /** A small good request. */
  static final String HELLO =
      "{\"model\":\"test-model\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

  /** The same, streamed. */
  static final String HELLO_STREAMED = "{\"stream\":true," + HELLO.substring(1);

  final Vertx vertx = Vertx.vertx();
  ScriptedProvider provider;
  TestNode node;

  @BeforeAll
  void startNode(@TempDir Path folder) throws Exception {
    provider = done(ScriptedProvider.start(vertx));
    provider.otherwise(said("Hello to you"));
    node = TestNode.start(folder, files(), this::serving);
  }

  /** The node's configuration, by the names of its files. */
  Map<String, String> files() {
    return Map.of("providers.yaml", providers(), "gateway.yaml", gateway());
  }

  /** What the node serves instead of the usual. */
  Serving serving(Serving usual) {
    return usual;
  }

  @AfterAll
  void stopNode() throws Exception {
    node.close();
    done(provider.close());
    done(vertx.close());
  }

  String providers() {
    return providersWith(provider);
  }

  static String providersWith(ScriptedProvider provider) {
    return """
    providers:
      scripted:
        type: openai_compatible
        base_url: %s
        status: active
        models:
          - test-model
    health_checks:
      enabled: false
    """
        .formatted(provider.address());
  }

  String gateway() {
    return """
    server_settings:
      max_request_size: %d
    """
        .formatted(LARGEST_BODY);
  }

  static Reply said(String words) {
    return Answers.chat(Flavour.VLLM, "test-model", Said.words(words));
  }

  static Reply streamed(String... words) {
    return ChatStream.good(Flavour.VLLM, "test-model", words).reply();
  }

  Answer ask(String request) throws Exception {
    return Wire.ask(node.port(), request);
  }

  /** How many requests the provider has seen. */
  int asked() {
    return provider.requests().size();
  }

  @CanIgnoreReturnValue
  static <T> T done(Future<T> future) throws Exception {
    return future.await(10, TimeUnit.SECONDS);
  }
}
