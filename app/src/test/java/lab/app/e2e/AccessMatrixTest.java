package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lab.config.KeyHash;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who may use which route. The routes are those that the node says it has. */
class AccessMatrixTest extends WithScriptedNode {
  private static final String MASTER = "sk-master-key-of-this-test";
  private static final String CLIENT = "sk-client-key-of-this-test";
  private static final String DISABLED = "sk-disabled-key-of-this-test";
  private static final String EXPIRED = "sk-expired-key-of-this-test";

  /** In this order: no key, a wrong one, a client's, a disabled, an expired, the master key. */
  private enum Row {
    PUBLIC("yes yes yes yes yes yes"),
    CLIENTS("no no yes no no yes"),
    OPERATORS("no no no no no yes");

    private final String admitted;

    Row(String admitted) {
      this.admitted = admitted;
    }

    boolean admits(int key) {
      return admitted.split(" ", -1)[key].equals("yes");
    }
  }

  /** Every route has its row; one that is not here fails the test. */
  private static final Map<String, Row> ROWS = new TreeMap<>();

  static {
    rows(Row.PUBLIC, "/", "/health/liveliness", "/health/liveness", "/health/readiness");
    rows(Row.PUBLIC, "/metrics");
    rows(Row.CLIENTS, "/v1/chat/completions", "/chat/completions");
    rows(Row.CLIENTS, "/v1/completions", "/completions", "/v1/embeddings", "/embeddings");
    rows(Row.CLIENTS, "/v1/responses", "/responses", "/v1/responses/", "/responses/");
    rows(Row.CLIENTS, "/v1/responses/:one/input_items", "/responses/:one/input_items");
    rows(Row.CLIENTS, "/v1/responses/input_tokens", "/responses/input_tokens");
    rows(Row.CLIENTS, "/v1/messages", "/v1/messages/count_tokens");
    rows(Row.CLIENTS, "/api/chat", "/api/generate", "/api/embed", "/api/embeddings");
    rows(Row.CLIENTS, "/api/version", "/api/tags", "/api/ps", "/api/show");
    for (String prefix : List.of("/v1", "")) {
      rows(Row.CLIENTS, prefix + "/rerank", prefix + "/moderations", prefix + "/audio/speech");
      rows(Row.CLIENTS, prefix + "/audio/transcriptions", prefix + "/audio/translations");
      rows(Row.CLIENTS, prefix + "/images/generations", prefix + "/images/edits");
      rows(Row.CLIENTS, prefix + "/images/variations");
    }
    rows(Row.CLIENTS, "/v1/models", "/models", "/v1/models/", "/models/");
    rows(Row.CLIENTS, "/v1/model/info", "/model/info", "/routes", "/cache/ping");
    rows(Row.OPERATORS, "/health", "/v1/health", "/health/readiness/details");
    rows(Row.OPERATORS, "/admin/providers", "/admin/cluster", "/admin/route", "/admin/cache");
    rows(Row.OPERATORS, "/admin/requests", "/admin/requests/stream", "/admin/stats");
    rows(Row.OPERATORS, "/admin/alerts", "/admin/alerts/stream");
    rows(Row.OPERATORS, "/cache/delete", "/cache/flushall");
    rows(Row.OPERATORS, "/key/generate", "/key/delete", "/key/info", "/key/list");
  }

  /** Whatever is below {@code /admin/} has one row. */
  private static @Nullable Row rowOf(String path) {
    return path.startsWith("/admin/") ? Row.OPERATORS : ROWS.get(path);
  }

  private static void rows(Row row, String... paths) {
    for (String path : paths) {
      ROWS.put(path, row);
    }
  }

  private int clients;

  @Override
  Map<String, String> files() {
    return Map.of("providers.yaml", providers(), "gateway.yaml", gateway(), "keys.yaml", keys());
  }

  @Override
  String gateway() {
    return """
    server_settings:
      trusted_proxies: [127.0.0.1]
    general_settings:
      master_key: %s
    """
        .formatted(MASTER);
  }

  private static String keys() {
    return """
    keys:
      good: {sha256: %s}
      off: {sha256: %s, disabled: true}
      old: {sha256: %s, expires: 2020-01-01}
    """
        .formatted(KeyHash.of(CLIENT).hex(), KeyHash.of(DISABLED).hex(), KeyHash.of(EXPIRED).hex());
  }

  private Map<String, List<String>> routes() throws Exception {
    Map<String, List<String>> routes = new LinkedHashMap<>();
    JsonObject all = ask(with("GET", "/routes", bearer(MASTER), "")).json();
    for (Object one : all.getJsonArray("routes")) {
      if (one instanceof JsonObject route) {
        routes
            .computeIfAbsent(route.getString("path"), path -> new ArrayList<>())
            .addAll(route.getJsonArray("methods").stream().map(String::valueOf).toList());
      }
    }
    return routes;
  }

  private static String bearer(String key) {
    return "authorization: Bearer " + key + "\r\n";
  }

  private static String with(String method, String path, String headers, String body) {
    return "%s %s HTTP/1.1\r\nhost: x\r\nconnection: close\r\n%scontent-length: %d\r\n\r\n%s"
        .formatted(method, path, headers, body.length(), body);
  }

  private boolean isAdmitted(String method, String path, String key) throws Exception {
    // Each of somebody else: wrong keys of one address are slowed down.
    clients++;
    String from = "x-forwarded-for: 10.0.%d.%d\r\n".formatted(clients / 200, clients % 200);
    String headers = from + (key.isEmpty() ? "" : bearer(key));
    String full =
        path.endsWith("/models/")
            ? path + "test-model"
            // A stream would have no end: what it can not be asked for is told only to the
            // admitted.
            : path.endsWith("/stream") ? path + "?scope=none" : path;
    int status = ask(with(method, full, headers, method.equals("POST") ? "{}" : "")).status();
    return status != 401 && status != 403 && status != 429;
  }

  @Test
  void everyRouteAdmitsWhomItIsForAndNobodyElse() throws Exception {
    // Given
    List<String> keys = List.of("", "sk-nobody-has-this", CLIENT, DISABLED, EXPIRED, MASTER);
    Map<String, List<String>> routes = routes();
    List<String> wrong = new ArrayList<>();

    // When
    for (Map.Entry<String, List<String>> route : routes.entrySet()) {
      Row row = rowOf(route.getKey());
      for (int i = 0; row != null && i < keys.size(); i++) {
        for (String method : route.getValue()) {
          if (isAdmitted(method, route.getKey(), keys.get(i)) != row.admits(i)) {
            wrong.add(method + " " + route.getKey() + " with the key " + keys.get(i));
          }
        }
      }
    }

    // Then
    assertThat(routes.keySet()).as("routes without a row").allMatch(path -> rowOf(path) != null);
    assertThat(routes.keySet()).as("rows without a route").containsAll(ROWS.keySet());
    assertThat(wrong).isEmpty();
  }

  @Test
  void whatIsNoRouteIsNotTalkedAboutWithoutAKey() throws Exception {
    assertThat(ask(with("GET", "/no/such/path", "", "")).status()).isEqualTo(401);
    assertThat(ask(with("GET", "/no/such/path", bearer(CLIENT), "")).status()).isEqualTo(404);
    assertThat(ask(with("DELETE", "/v1/models", "", "")).status()).isEqualTo(401);
    assertThat(ask(with("DELETE", "/v1/models", bearer(CLIENT), "")).status()).isEqualTo(405);
  }

  @Test
  void aPathIsTheSameHoweverItIsWritten() throws Exception {
    for (String path :
        List.of(
            "//admin/providers",
            "/./admin/providers",
            "/v1/../admin/providers",
            "/admin/providers/",
            "/%61dmin/providers",
            "/health/../admin/providers")) {
      assertThat(ask(with("GET", path, bearer(CLIENT), "")).status()).as(path).isEqualTo(403);
      assertThat(ask(with("GET", path, "", "")).status()).as(path).isEqualTo(401);
    }
  }

  @Test
  void aKeyComesInAnyHeaderThatClientsUse() throws Exception {
    for (String header :
        List.of(
            bearer(CLIENT),
            "Authorization: bearer " + CLIENT + "\r\n",
            "x-api-key: " + CLIENT + "\r\n",
            "api-key: " + CLIENT + "\r\n")) {
      assertThat(ask(with("GET", "/v1/models", header, "")).status()).as(header).isEqualTo(200);
    }
  }

  @Test
  void whatIsNoKeyIsRefusedWithoutBeingShown() throws Exception {
    for (String key : List.of("", "x", "s\u00e9cret", "k".repeat(5_000), "Bearer", "sk-\tx")) {
      // When
      Answer answer = ask(with("GET", "/v1/models", "x-api-key: " + key + "\r\n", ""));

      // Then
      assertThat(answer.status()).as(key).isIn(400, 401, 429);
      assertThat(answer.body()).doesNotContain("kkkk");
    }
  }

  @Test
  void aRefusalSaysWhatIsWrongInTheShapeOfTheApi() throws Exception {
    // When
    Answer missing = ask(with("GET", "/v1/models", "", ""));
    Answer disabled = ask(with("GET", "/v1/models", bearer(DISABLED), ""));
    Answer expired = ask(with("GET", "/v1/models", bearer(EXPIRED), ""));

    // Then
    assertThat(missing.header("www-authenticate")).isEqualTo("Bearer");
    assertThat(missing.header("x-should-retry")).isEqualTo("false");
    assertThat(missing.error().getString("code")).isEqualTo("invalid_api_key");
    assertThat(missing.error().getString("message")).contains("x-api-key");
    assertThat(disabled.error().getString("message")).contains("disabled");
    assertThat(expired.error().getString("message")).contains("expired");
  }

  @Test
  void aBodyOfSomebodyWithoutAKeyIsNotReadNorPassedOn() throws Exception {
    // Given
    int before = asked();

    // When
    Answer answer =
        ask("POST " + CHAT + " HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n{\"mo");

    // Then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("connection")).isEqualToIgnoringCase("close");
    assertThat(asked()).isEqualTo(before);
  }

  @Test
  void aBrowserMayAskWithoutAKeyWhetherItMaySendOne() throws Exception {
    assertThat(ask(with("OPTIONS", "/v1/chat/completions", "", "")).status()).isEqualTo(204);
  }

  @Test
  void aHostOfAnyNameIsAnsweredWhereAKeyIsAskedFor() throws Exception {
    assertThat(
            ask("GET /v1/models HTTP/1.1\r\nhost: a.example\r\n" + bearer(CLIENT) + "\r\n")
                .status())
        .isEqualTo(200);
  }
}
