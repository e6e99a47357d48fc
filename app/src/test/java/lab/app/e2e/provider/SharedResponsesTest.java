package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Responses in the Redis of the cache: every node has them, or says that it can not look. */
@EnabledIf("lab.app.e2e.provider.RedisServer#isInstalled")
class SharedResponsesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder = Path.of("");

  private RedisLab node(String name, RedisServer redis) throws Exception {
    return RedisLab.start(Files.createDirectory(folder.resolve(name)), "port: " + redis.port());
  }

  private static Answer ask(RedisLab node, String more) throws IOException {
    try (Client client = node.lab().client()) {
      return client
          .post("/v1/responses", "{\"model\":\"m\",\"input\":\"hi\"" + more + "}")
          .answer();
    }
  }

  private static String from(String id) {
    return ",\"previous_response_id\":\"" + id + "\"";
  }

  private static int get(RedisLab node, String id) throws IOException {
    try (Client client = node.lab().client()) {
      return client.get("/v1/responses/" + id).answer().status();
    }
  }

  private static JsonObject delete(RedisLab node, String id) throws IOException {
    try (Client client = node.lab().client()) {
      return client.delete("/v1/responses/" + id).answer().json();
    }
  }

  @Test
  void whatOneNodeHasKeptAnotherGoesOnFromAndDeletesForBoth() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab one = node("one", redis);
        RedisLab other = node("other", redis)) {
      // Given
      String id = ask(one, "").json().getString("id");
      await().atMost(PATIENCE).until(() -> get(other, id) == 200);

      // When
      Answer next = ask(other, from(id));
      JsonObject deleted = delete(other, id);

      // Then
      assertThat(next.status()).isEqualTo(200);
      assertThat(other.lab().provider("good").requests().getLast().text()).contains("Hello");
      assertThat(deleted.getBoolean("deleted")).isTrue();
      assertThat(get(one, id)).isEqualTo(404);
    }
  }

  @Test
  void aRedisThatIsAwayIsSaidAndRequestsThatDoNotNeedItAreServed() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab one = node("one", redis)) {
      // Given
      String id = ask(one, "").json().getString("id");
      await().atMost(PATIENCE).until(() -> get(one, id) == 200);
      redis.freeze();

      // When
      Answer next = ask(one, from(id));

      // Then
      assertThat(next.status()).isEqualTo(503);
      assertThat(next.header("retry-after")).isEqualTo("1");
      assertThat(get(one, id)).isEqualTo(503);
      assertThat(ask(one, "").status()).isEqualTo(200);
      redis.thaw();
      await().atMost(PATIENCE).until(() -> get(one, id) == 200);
    }
  }
}
