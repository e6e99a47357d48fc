package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lab.testkit.script.Reply;
import lab.testkit.script.ScriptedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./lab route --url}: a running node is asked how it would decide now. */
class RouteOfNodeTest {
  @Test
  void aRunningNodeIsAskedForItsOwnView(@TempDir Path folder) throws Exception {
    // Given
    String providers =
        """
        health_checks: {enabled: false}
        providers:
          only: {type: vllm, base_url: "http://127.0.0.1:1", models: [own]}
        """;

    // When
    Ran ran;
    Ran json;
    try (TestNode node = TestNode.start(folder, Map.of("providers.yaml", providers))) {
      String url = "http://127.0.0.1:" + node.port();
      ran = Ran.lab("route", "own", "--tokens=50", "--header=X-Priority=high", "--url", url);
      json = Ran.lab("route", "own", "--stream", "--json", "--url", url);
    }

    // Then
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).contains("model     own").contains("only: own");
    JsonObject said = new JsonObject(json.out());
    assertThat(said.getString("model")).isEqualTo("own");
    assertThat(said.getJsonArray("attempts").getJsonObject(0).getString("provider"))
        .isEqualTo("only");
  }

  @Test
  void theLimitsOfTheFilesAreToldAndWhatIsLeftOfThemByANode(@TempDir Path folder) throws Exception {
    // Given
    Map<String, String> files =
        Map.of(
            "providers.yaml",
            """
            health_checks: {enabled: false}
            providers:
              one:
                type: vllm
                base_url: http://127.0.0.1:1
                models: [m]
                rate_limits: {requests_per_minute: 7, tokens_per_minute: 1000, budget_per_day: 2.5}
            """,
            "gateway.yaml",
            "rate_limit_settings: {limits: {m: {max_parallel_requests: 2}}}");

    // When
    Ran offline;
    Ran tooLong;
    Ran running;
    try (TestNode node = TestNode.start(folder, files)) {
      String config = folder.toString();
      offline = Ran.lab("route", "m", "--config", config);
      tooLong = Ran.lab("route", "m", "--tokens", "2000", "--config", config);
      running = Ran.lab("route", "m", "--url", "http://127.0.0.1:" + node.port());
    }

    // Then
    assertThat(offline.out().lines())
        .contains(
            "limits    one: m  [model m: max_parallel_requests 2; provider one: rpm 7;"
                + " provider one: tpm 1000; provider one: budget_per_day 2.5]");
    assertThat(running.out().lines())
        .contains(
            "limits    one: m  [model m: max_parallel_requests 2, 2 left; provider one: rpm 7,"
                + " 7 left; provider one: tpm 1000, 1000 left; provider one: budget_per_day 2.5,"
                + " 2.5 left]");
    assertThat(tooLong.out().lines())
        .contains("refused   over limit")
        .anyMatch(
            line ->
                line.matches(
                    "left out  one: m  \\[over_limit: provider one: tpm 1000, about 2\\d{3}"
                        + " wanted]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>hello</html>", "{}", "null", ""})
  void whatIsNoNodeIsTold(String said) throws Exception {
    // Given
    Vertx vertx = Vertx.vertx();
    try {
      ScriptedProvider other = ScriptedProvider.start(vertx).await(10, TimeUnit.SECONDS);
      other.otherwise(Reply.ok().body(said));

      // When
      Ran ran = Ran.lab("route", "own", "--url", other.address().toString());

      // Then
      assertThat(ran.status()).isEqualTo(1);
      assertThat(ran.err()).contains(other.address() + " is no node").doesNotContain("\tat ");
    } finally {
      var unused = vertx.close().await(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aKeyWithABreakAtItsEndIsTheKeyAndOneThatCanNotBeSentIsNotShown() throws Exception {
    // Given
    Vertx vertx = Vertx.vertx();
    try {
      ScriptedProvider node = ScriptedProvider.start(vertx).await(10, TimeUnit.SECONDS);
      node.otherwise(Reply.ok().body("{}"));
      String url = node.address().toString();

      // When
      Ran broken = Ran.lab("route", "own", "--url", url, "--key", "sk-good\n");
      Ran empty = Ran.lab("route", "own", "--url", url, "--key", "");
      Ran strange = Ran.lab("route", "own", "--url", url, "--key", "sk-\u0007secret");

      // Then
      assertThat(node.requests())
          .extracting(request -> String.valueOf(request.header("x-api-key")))
          .containsExactly("sk-good", "null");
      assertThat(List.of(broken.status(), empty.status())).containsOnly(1);
      assertThat(strange.errLines())
          .containsExactly("lab: the master key has characters in it that can not be sent");
    } finally {
      var unused = vertx.close().await(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aNodeThatDoesNotAnswerIsTold() {
    // When
    Ran ran = Ran.lab("route", "own", "--url", "http://127.0.0.1:1");

    // Then
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.errLines())
        .containsExactly("lab: http://127.0.0.1:1 can not be asked: nobody answers there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"route own", "reload"})
  void anAddressThatIsNoneIsTold(String command) {
    // Given
    String[] words = (command + " --url localhost:4000").split(" ", -1);

    // When
    Ran ran = Ran.lab(words);

    // Then
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.errLines()).hasSize(1);
    assertThat(ran.err())
        .startsWith("lab: --url is localhost:4000 ")
        .contains("it must be like http://localhost:4000");
  }
}
