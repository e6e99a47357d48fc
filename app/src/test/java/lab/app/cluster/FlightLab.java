package lab.app.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lab.app.NodeProcess;
import lab.contract.NodeId;
import lab.contract.members.Rendezvous;
import lab.testkit.answers.ChatStream;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;

/** Nodes, usually three, that ask one provider once for what all of them are asked. */
final class FlightLab {
  static final List<String> NAMES = List.of("a", "b", "c");

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final ScriptedProvider provider;
  private final Nodes nodes;
  private final List<String> names;
  private int questions;

  /** All three of them, of which none runs yet. */
  FlightLab(Path folder, Duration claim) throws Exception {
    this(folder, claim, NAMES);
  }

  /**
   * None runs yet.
   *
   * @param folder an empty folder for their configuration
   * @param claim how long a claim may take, and the first word of another node twice as long;
   *     processes that have just begun are slow
   * @param names of those that there may be
   */
  FlightLab(Path folder, Duration claim, List<String> names) throws Exception {
    this.names = names;
    provider = ScriptedProvider.start(vertx).await(10, SECONDS).otherwise(good());
    nodes =
        new Nodes(
            folder,
            Map.of(
                "providers.yaml",
                """
                providers:
                  good: {type: vllm, base_url: "%s", models: [m]}
                health_checks: {enabled: false}
                """
                    .formatted(provider.address()),
                "gateway.yaml",
                """
                litellm_settings:
                  num_retries: 0
                  cache: true
                  cache_params:
                    single_flight_claim_timeout: %d ms
                    single_flight_peer_timeout: %d ms
                """
                    .formatted(claim.toMillis(), 2 * claim.toMillis())),
            names.toArray(String[]::new));
  }

  /** Starts those that do not run, and waits until all know each other. */
  void startAll() throws Exception {
    nodes.start(names.stream().filter(name -> !nodes.runs(name)).toArray(String[]::new));
    // A name that was killed is still known for a while, as what it was.
    await().atMost(Nodes.LONGEST_MEETING).until(this::agree);
  }

  private boolean agree() throws Exception {
    Set<Map<String, String>> told = new HashSet<>();
    for (String name : names) {
      told.add(starts(node(name)));
    }
    return told.size() == 1;
  }

  /** When each node started, as one of them has heard. */
  private static Map<String, String> starts(NodeProcess asked) throws Exception {
    return Asking.json(asked.at("/admin/cluster")).getJsonArray("nodes").stream()
        .map(JsonObject.class::cast)
        .collect(Collectors.toMap(one -> one.getString("node"), one -> one.getString("since")));
  }

  static ChatStream chunks() {
    return ChatStream.of(Flavour.VLLM, "m");
  }

  static Reply stream(String... events) {
    Reply reply = Reply.ok().header("content-type", "text/event-stream");
    for (String event : events) {
      reply = reply.body(event);
    }
    return reply;
  }

  static String opening() {
    return chunks().role().text();
  }

  static String says(String words) {
    return chunks().says(words).text();
  }

  static String ending() {
    return chunks().finishes("stop").usage(3, 2).done().text();
  }

  static Reply good() {
    return stream(opening(), says("found"), ending());
  }

  /** An answer that is no stream, once the gate is open. */
  static Reply whole(String words, Gate gate) {
    return Reply.ok()
        .header("content-type", "application/json")
        .at(gate)
        .body(
            """
            {"id":"c","object":"chat.completion","created":5,"model":"m","choices":[{"index":0,\
            "message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}]}\
            """
                .formatted(words));
  }

  /** What the provider does with its next requests. */
  @CanIgnoreReturnValue
  ScriptedProvider next(Reply... replies) {
    return provider.then(replies);
  }

  ScriptedProvider provider() {
    return provider;
  }

  NodeProcess node(String name) {
    return nodes.node(name);
  }

  /**
   * Nodes in their parts for one question.
   *
   * @param owner whom its key belongs to
   * @param leader one that is not
   * @param follower the third, where there is one
   * @param number of the question
   */
  record Parts(String owner, String leader, String follower, int number) {
    String body(boolean streamed) {
      return question(number, streamed, "");
    }
  }

  /** A question that nobody has asked, whose key belongs to this node. */
  Parts ownedBy(String owner) throws Exception {
    List<String> others = new ArrayList<>(names);
    others.remove(owner);
    List<NodeId> all = names.stream().map(NodeId::new).toList();
    while (true) {
      int number = newQuestion();
      // Told with the answer, which nobody keeps.
      Caller asked =
          Caller.asks(node(owner), question(number, true, ""), "cache-control", "no-store");
      String unused = asked.whole();
      String key = asked.header("x-litellm-cache-key");
      if (Rendezvous.owner(key, all).orElseThrow().value().equals(owner)) {
        return new Parts(owner, others.getFirst(), others.getLast(), number);
      }
    }
  }

  int newQuestion() {
    return ++questions;
  }

  static String question(int number, boolean streamed, String more) {
    return "{\"model\":\"m\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"q %d.\"}]%s}"
        .formatted(streamed, number, more);
  }

  /** How often the provider was asked this. */
  int asked(int number) {
    String content = "q " + number + ".";
    return (int) provider.requests().stream().filter(one -> one.text().contains(content)).count();
  }

  /** Of a node's claims, how many had this outcome. */
  int claims(String node, String outcome) throws Exception {
    Matcher found =
        Pattern.compile(
                "gateway_flight_claims_total\\{[^}]*outcome=\"" + outcome + "\"[^}]*} (\\d+)")
            .matcher(Asking.get(node(node).at("/metrics")).body());
    return found.find() ? Integer.parseInt(found.group(1)) : -1;
  }

  /** Asks at a node, and waits until it knows that another one asks. */
  Caller follows(String node, String body) throws Exception {
    int before = claims(node, "followed");
    Caller follower = Caller.asks(node(node), body);
    await().atMost(PATIENCE).until(() -> claims(node, "followed") > before);
    return follower;
  }

  /** Waits until a client has got this. */
  static void awaitSaid(Caller caller, String words) {
    await().atMost(PATIENCE).until(() -> caller.said().contains(words));
  }

  void close() throws Exception {
    nodes.close();
    var unused = vertx.close().await(10, SECONDS);
  }
}
