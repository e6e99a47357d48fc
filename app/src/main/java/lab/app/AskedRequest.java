package lab.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import lab.config.Choices;
import lab.contract.CallId;
import lab.contract.Operation;
import lab.contract.RequestFacts;
import lab.contract.RouteQuery;
import lab.dialect.InferenceCall;
import lab.dialect.RequestReading;
import lab.dialect.openai.MetadataKeys;
import lab.dialect.openai.OpenAiRequests;
import org.jspecify.annotations.Nullable;

/**
 * A request whose route is asked for.
 *
 * @param operation what is wanted
 * @param body as a client would send it
 * @param headers by lower-case name
 * @param tokens of the prompt, or null where the body's text tells
 */
record AskedRequest(
    Operation operation, String body, Map<String, String> headers, @Nullable Integer tokens) {

  /**
   * The router's question of it, from the same reading of the body as a node's.
   *
   * @throws Told where a node would refuse it
   */
  RouteQuery query(Choices choices) {
    MetadataKeys wanted = MetadataKeys.of(choices.metadataRead());
    return switch (OpenAiRequests.read(operation, body.getBytes(UTF_8), wanted)) {
      case RequestReading.Understood(InferenceCall call) -> query(call);
      case RequestReading.GoesOn goesOn ->
          throw new Told(2, "a node would look up what this request goes on from");
      case RequestReading.Malformed(String message, var param, var code) ->
          throw new Told(2, "a node would refuse this request: " + message);
    };
  }

  private RouteQuery query(InferenceCall call) {
    return new RouteQuery(
        new CallId("route"),
        operation,
        call.model(),
        call.streamed(),
        capability(call),
        facts(call.facts()),
        call.fallbacks(),
        call.fallbacksDisabled());
  }

  /** As the gateway reads it: the body's field, else the header. */
  private @Nullable String capability(InferenceCall call) {
    String wanted = call.capability() == null ? headers.get("x-capability") : call.capability();
    return wanted == null || wanted.isBlank() ? null : wanted.strip();
  }

  private RequestFacts facts(RequestFacts said) {
    return new RequestFacts(
        tokens == null ? said.promptTokens() : tokens,
        tokens == null ? said.lastMessageTokens() : tokens,
        said.lastMessageStructured(),
        said.structured(),
        said.outputTokens(),
        said.batchSize(),
        said.user(),
        headers,
        said.metadata(),
        said.tags());
  }
}
