package lab.gateway.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lab.contract.CallId;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.RouteQuery;
import lab.dialect.RequestReading;
import lab.dialect.openai.OpenAiRequests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueriesTest {
  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

  private final Vertx vertx = Vertx.vertx();
  private final Queries queries = new Queries(Set.of("x-batch", "x-tier"), Set.of("batch"));

  @AfterEach
  void close() throws Exception {
    var unused = vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void aRequestThatSaysNothingAsksForNothing() throws Exception {
    // When
    RouteQuery query = query("{\"model\":\"m\"," + HI + "}");
    // Then
    assertThat(query.model()).isEqualTo(new ModelName("m"));
    assertThat(query.operation()).isEqualTo(Operation.CHAT);
    assertThat(query.capability()).isNull();
    assertThat(query.facts().promptTokens()).isEqualTo(5);
    assertThat(query.facts().headers()).isEmpty();
    assertThat(query.facts().tags()).isEmpty();
  }

  @Test
  void theHeadersThatRulesReadAreFactsAndNoOther() throws Exception {
    // When
    RouteQuery query =
        query("{" + HI + "}", "X-Batch", "yes", "X-Other", "no", "x-tier", "t".repeat(1_025));
    // Then
    assertThat(query.facts().headers()).isEqualTo(Map.of("x-batch", "yes"));
  }

  @Test
  void theMetadataThatRulesReadIsAFact() throws Exception {
    // When
    RouteQuery query = query("{\"metadata\":{\"batch\":true,\"secret\":\"x\"}," + HI + "}");
    // Then
    assertThat(query.facts().metadata()).isEqualTo(Map.of("batch", "true"));
  }

  @Test
  void theCapabilityOfTheBodyWinsOverTheHeaders() throws Exception {
    // Given
    String[] header = {"x-capability", " vision "};
    // Then
    assertThat(query("{\"capability\":\"reasoning\"," + HI + "}", header).capability())
        .isEqualTo("reasoning");
    assertThat(query("{" + HI + "}", header).capability()).isEqualTo("vision");
  }

  @Test
  void tagsOfBodyAndHeaderAreJoined() throws Exception {
    // When
    RouteQuery query =
        query("{\"metadata\":{\"tags\":[\"a\"]}," + HI + "}", "x-litellm-tags", "b, a,,c");
    // Then
    assertThat(query.facts().tags()).containsExactly("a", "b", "c");
  }

  private RouteQuery query(String body, String... headers) throws Exception {
    CompletableFuture<RouteQuery> query = new CompletableFuture<>();
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  var reading =
                      (RequestReading.Understood)
                          OpenAiRequests.read(
                              Operation.CHAT, body.getBytes(UTF_8), queries.metadata());
                  boolean unused =
                      query.complete(queries.of(new CallId("1"), request, reading.call()));
                  request.response().end().onFailure(query::completeExceptionally);
                })
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/"));
    try (HttpClient client = HttpClient.newHttpClient()) {
      var unused =
          client.send(
              headers.length == 0 ? request.build() : request.headers(headers).build(),
              HttpResponse.BodyHandlers.discarding());
    }
    return query.get(10, TimeUnit.SECONDS);
  }
}
