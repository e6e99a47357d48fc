package lab.app.e2e;

import static lab.app.e2e.WithScriptedNode.done;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import lab.app.TestNode;
import lab.config.KeyHash;
import lab.testkit.script.ScriptedProvider;

/** A node whose traces are taken, in front of two providers that have the same model. */
final class TracedLab {
  /** The key of the only client, and one of a provider. */
  static final String CLIENT_KEY = "sk-planted-key-of-the-client";

  static final String PROVIDER_KEY = "sk-planted-key-of-the-provider";

  final Vertx vertx = Vertx.vertx();
  final ScriptedProvider first;
  final ScriptedProvider second;
  final Collector collector;
  final TestNode node;

  /**
   * Starts all of it.
   *
   * @param tracing gives the section of the file from where traces are taken
   */
  TracedLab(Path folder, UnaryOperator<String> tracing) throws Exception {
    first = done(ScriptedProvider.start(vertx));
    second = done(ScriptedProvider.start(vertx));
    collector = Collector.start(vertx);
    node =
        TestNode.start(
            folder,
            Map.of(
                "providers.yaml",
                """
                providers:
                  first: {type: vllm, base_url: "%s", models: [m], api_key: %s}
                  second: {type: openai_compatible, base_url: "%s", models: [m]}
                health_checks: {enabled: false}
                """
                    .formatted(first.address(), PROVIDER_KEY, second.address()),
                "model-mappings.yaml",
                """
                load_balancing:
                  m: {strategy: direct, providers: [{provider: first}, {provider: second}]}
                special_cases:
                  error_based_routing: {enabled: false}
                """,
                "keys.yaml",
                "keys: {one: {sha256: %s}}\n".formatted(KeyHash.of(CLIENT_KEY).hex()),
                "gateway.yaml",
                """
                general_settings: {master_key: sk-planted-master-key}
                server_settings: {tracing: {%s}}
                litellm_settings: {num_retries: 0, cache: true}
                """
                    .formatted(tracing.apply(collector.endpoint()))));
  }

  /** A trace of a client's own. */
  record Parent(String trace, String span, String flags) {
    static Parent sampled() {
      return of("01");
    }

    static Parent of(String flags) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      HexFormat hex = HexFormat.of();
      return new Parent(
          hex.toHexDigits(random.nextLong() | 1) + hex.toHexDigits(random.nextLong()),
          hex.toHexDigits(random.nextLong() | 1),
          flags);
    }

    String header() {
      return "traceparent: 00-" + trace + "-" + span + "-" + flags + "\r\n";
    }
  }

  /**
   * A request as it stands on the wire.
   *
   * @param headers each with its line end
   * @param fields of the body
   */
  static String request(String headers, String fields) {
    return Wire.post(
        WithScriptedNode.CHAT,
        headers + "authorization: Bearer " + CLIENT_KEY + "\r\n",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"planted prompt\"}]"
            + fields
            + "}");
  }

  Answer ask(String headers, String fields) throws Exception {
    return Wire.ask(node.port(), request(headers, fields));
  }

  /** The spans of a trace, once there are so many: the request's own, and its attempts in order. */
  List<Span> spans(String trace, int number) {
    await().until(() -> of(trace).size() >= number);
    return of(trace);
  }

  private List<Span> of(String trace) {
    return collector.spans().stream()
        .filter(span -> hex(span.getTraceId()).equals(trace))
        .sorted(
            (one, other) -> Long.compare(one.getStartTimeUnixNano(), other.getStartTimeUnixNano()))
        .toList();
  }

  static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  /** Its attributes, as text. */
  static Map<String, String> said(Span span) {
    Map<String, String> said = new TreeMap<>();
    for (KeyValue attribute : span.getAttributesList()) {
      said.put(attribute.getKey(), text(attribute.getValue()));
    }
    return said;
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> Long.toString(value.getIntValue());
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      default -> value.toString();
    };
  }

  void close() throws Exception {
    node.close();
    collector.close();
    done(vertx.close());
  }
}
