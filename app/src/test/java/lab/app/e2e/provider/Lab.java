package lab.app.e2e.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lab.app.TestNode;
import lab.app.e2e.LeakWatch;
import lab.contract.AttemptOutcome;
import lab.contract.CallFinished;
import lab.contract.CallId;
import lab.gateway.Serving;
import lab.router.board.NodeBoard;
import lab.testkit.script.Exchange;
import lab.testkit.script.Reply;
import lab.testkit.script.ScriptedProvider;

/**
 * A node and the scripted providers behind it. In its files {@code @name} stands for the address of
 * a scripted provider of that name, {@code @tls:name} for the same as if it spoke TLS, {@code
 * @refusing} for an address where nobody listens.
 *
 * <p>When it closes, every attempt and every call must have been told exactly once, and nothing may be
 * in flight on the node's board.
 */
final class Lab implements AutoCloseable {
  private static final Pattern PLACE = Pattern.compile("@(tls:)?([a-z0-9_-]+)");

  private final Vertx vertx;
  private final Map<String, ScriptedProvider> providers;
  private final TestNode node;
  private final LoopWatch loops;
  private final LeakWatch leaks = new LeakWatch();

  private Lab(Vertx vertx, Map<String, ScriptedProvider> providers, TestNode node) {
    this.vertx = vertx;
    this.providers = providers;
    this.node = node;
    this.loops = LoopWatch.of(node.vertx());
  }

  private static final String MAPPINGS = "model-mappings.yaml";

  /** Providers that fail on purpose, again and again, are asked all the same. */
  private static final String NOBODY_RESTS =
      """

      special_cases:
        error_based_routing: {enabled: false}
        rate_limited_fallback: {enabled: false}
      """;

  /** Starts one from files by name. Nobody rests after failures, unless the files say so. */
  static Lab start(Path folder, Map<String, String> files) throws Exception {
    return start(folder, files, UnaryOperator.identity());
  }

  /** Starts one whose gateway serves otherwise than usual. */
  static Lab start(Path folder, Map<String, String> files, UnaryOperator<Serving> adjust)
      throws Exception {
    // A loop of their own, so that what they measure is not their own delay.
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    Map<String, ScriptedProvider> providers = new HashMap<>();
    Map<String, String> placed = new HashMap<>();
    placed.put(MAPPINGS, NOBODY_RESTS);
    for (Map.Entry<String, String> file : files.entrySet()) {
      String text = placed(file.getValue(), vertx, providers);
      boolean says = !file.getKey().equals(MAPPINGS) || text.contains("special_cases:");
      placed.put(file.getKey(), says ? text : text + NOBODY_RESTS);
    }
    TestNode node = TestNode.start(folder, placed, adjust);
    warmUp(node.port());
    return new Lab(vertx, providers, node);
  }

  /** What the first connections of a machine load and link is not what is watched. */
  private static void warmUp(int port) throws IOException {
    for (int i = 0; i < 4; i++) {
      try (Client client = Client.to(port)) {
        assertThat(client.post("/nowhere", "{}").answer().status()).isIn(401, 404);
      }
    }
  }

  private static String placed(String text, Vertx vertx, Map<String, ScriptedProvider> providers)
      throws Exception {
    Matcher places = PLACE.matcher(text);
    StringBuilder placed = new StringBuilder();
    while (places.find()) {
      String name = places.group(2);
      URI plain =
          name.equals("refusing")
              ? ScriptedProvider.refusing()
              : provider(name, vertx, providers).address();
      String address =
          places.group(1) == null ? plain.toString() : "https://127.0.0.1:" + plain.getPort();
      places.appendReplacement(placed, Matcher.quoteReplacement(address));
    }
    return places.appendTail(placed).toString();
  }

  private static ScriptedProvider provider(
      String name, Vertx vertx, Map<String, ScriptedProvider> providers) throws Exception {
    ScriptedProvider known = providers.get(name);
    if (known != null) {
      return known;
    }
    ScriptedProvider provider = ScriptedProvider.start(vertx).await(10, SECONDS);
    providers.put(name, provider);
    return provider;
  }

  ScriptedProvider provider(String name) {
    return Objects.requireNonNull(providers.get(name), name);
  }

  /** Scripts a provider's next replies and gives the first request that will get one. */
  Future<Exchange> script(String provider, Reply... replies) {
    ScriptedProvider scripted = provider(provider);
    scripted.then(replies);
    return scripted.awaitRequest(scripted.requests().size() + 1);
  }

  /** What the node knows of its providers. */
  NodeBoard board() {
    return node.board();
  }

  int port() {
    return node.port();
  }

  /** The node's. */
  Vertx vertx() {
    return node.vertx();
  }

  Client client() throws IOException {
    return Client.to(port());
  }

  /** Asks and reads the whole answer. */
  Answer ask(String json, String... headers) throws IOException {
    try (Client client = client()) {
      return client.chat(json, headers).answer();
    }
  }

  /** Asks for a chat with this model and reads the whole answer. */
  Answer chat(String model, boolean streamed, String... headers) throws IOException {
    return ask(body(model, streamed), headers);
  }

  /** A small request. */
  static String body(String model, boolean streamed) {
    return "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
        .formatted(model, streamed);
  }

  /** What was told of the one call that this answer belongs to, once all of it has been told. */
  CallFinished finished(Answer answer) {
    return finished(Objects.requireNonNull(answer.header("x-litellm-call-id")));
  }

  /** What was told of the one call with this id, once all of it has been told. */
  CallFinished finished(String id) {
    CallId call = new CallId(id);
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(2))
        .until(
            () ->
                calls(call).stream()
                    .anyMatch(finished -> finished.attempts() <= attempts(call).size()));
    return calls(call).getFirst();
  }

  /** How the attempts of a call ended, in order. */
  List<AttemptOutcome> attempts(CallId call) {
    return node.told().attempts().all().stream().filter(one -> one.call().equals(call)).toList();
  }

  private List<CallFinished> calls(CallId call) {
    return node.told().calls().all().stream().filter(one -> one.call().equals(call)).toList();
  }

  @Override
  public void close() {
    try {
      everythingWasToldExactlyOnce();
      assertThat(loops.blocked()).isEmpty();
      assertThat(leaks.leaks()).isEmpty();
    } finally {
      leaks.close();
      loops.close();
      node.close();
      closeProviders();
    }
  }

  private void closeProviders() {
    try {
      var unused = vertx.close().await(10, SECONDS);
    } catch (TimeoutException hangs) {
      throw new AssertionError("the scripted providers did not stop", hangs);
    }
  }

  private void everythingWasToldExactlyOnce() {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(
            () -> {
              List<CallFinished> calls = node.told().calls().all();
              assertThat(calls).extracting(CallFinished::call).doesNotHaveDuplicates();
              assertThat(node.told().attempts().all())
                  .hasSize(calls.stream().mapToInt(CallFinished::attempts).sum());
              assertThat(node.board().describe().providers())
                  .allSatisfy(provider -> assertThat(provider.inFlight()).isZero());
              // One beginning for each end: what is in flight comes back to nothing.
              assertThat(node.told().started().all())
                  .extracting(one -> tuple(one.call(), one.candidate()))
                  .containsExactlyInAnyOrderElementsOf(
                      node.told().attempts().all().stream()
                          .map(one -> tuple(one.call(), one.candidate()))
                          .toList());
            });
  }
}
