package lab.gateway.ingress;

import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import lab.contract.CallId;
import lab.contract.RequestFacts;
import lab.contract.RouteQuery;
import lab.dialect.InferenceCall;
import lab.dialect.openai.MetadataKeys;
import org.jspecify.annotations.Nullable;

/** Makes the router's question of a request: what its body says, and what its headers add. */
final class Queries {
  private static final String CAPABILITY = "x-capability";
  private static final String TAGS = "x-litellm-tags";

  /** Longer values are compared with no rule's. */
  private static final int LONGEST_VALUE = 1024;

  private static final int MOST_TAGS = 100;

  private final List<String> headers;
  private final MetadataKeys metadata;

  /**
   * @param headers those that rules ask for
   * @param metadata entries of a body's metadata that rules ask for
   */
  Queries(Set<String> headers, Set<String> metadata) {
    this.headers = List.copyOf(headers);
    this.metadata = MetadataKeys.of(metadata);
  }

  /** What has to be read of a body's metadata. */
  MetadataKeys metadata() {
    return metadata;
  }

  RouteQuery of(CallId id, HttpServerRequest request, InferenceCall call) {
    String capability = call.capability();
    return new RouteQuery(
        id,
        call.operation(),
        call.model(),
        call.streamed(),
        capability == null ? value(request, CAPABILITY) : capability,
        facts(request, call.facts()),
        call.fallbacks(),
        call.fallbacksDisabled());
  }

  private RequestFacts facts(HttpServerRequest request, RequestFacts said) {
    String tags = value(request, TAGS);
    Map<String, String> asked = headers(request);
    if (tags == null && asked.isEmpty()) {
      return said;
    }
    return new RequestFacts(
        said.promptTokens(),
        said.lastMessageTokens(),
        said.lastMessageStructured(),
        said.structured(),
        said.outputTokens(),
        said.batchSize(),
        said.user(),
        asked,
        said.metadata(),
        tags == null ? said.tags() : joined(said.tags(), tags));
  }

  private Map<String, String> headers(HttpServerRequest request) {
    Map<String, String> found = Map.of();
    for (String name : headers) {
      String value = value(request, name);
      if (value != null) {
        found = found.isEmpty() ? new HashMap<>() : found;
        found.put(name, value);
      }
    }
    return found;
  }

  private static List<String> joined(List<String> tags, String header) {
    return Stream.concat(
            tags.stream(),
            Arrays.stream(header.split(",", -1)).map(String::strip).filter(tag -> !tag.isEmpty()))
        .distinct()
        .limit(MOST_TAGS)
        .toList();
  }

  private static @Nullable String value(HttpServerRequest request, String name) {
    String value = request.getHeader(name);
    return value == null || value.isBlank() || value.length() > LONGEST_VALUE
        ? null
        : value.strip();
  }
}
