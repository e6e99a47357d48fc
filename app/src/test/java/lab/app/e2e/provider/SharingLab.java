package lab.app.e2e.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import lab.contract.CallFinished;
import lab.gateway.Serving;
import lab.testkit.answers.Answers;
import lab.testkit.script.Exchange;
import lab.testkit.script.Reply;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;

/** A node that asks one provider once for what several clients ask, and the question they ask. */
final class SharingLab implements AutoCloseable {
  private final Lab lab;
  private int questions;

  private SharingLab(Lab lab) {
    this.lab = lab;
  }

  /**
   * Starts one.
   *
   * @param settings more lines of {@code litellm_settings}
   * @param params of {@code cache_params}
   */
  static SharingLab start(
      Path folder, String settings, String params, UnaryOperator<Serving> adjust) throws Exception {
    Lab lab =
        Lab.start(
            folder,
            Map.of(
                "gateway.yaml",
                "litellm_settings: {num_retries: 0, cache: true, %scache_params: {%s}}"
                    .formatted(settings, params),
                "providers.yaml",
                """
                health_checks: {enabled: false}
                providers:
                  good: {type: vllm, base_url: "@good", stream_idle_timeout: 60s, models: [m]}
                """),
            adjust);
    lab.provider("good").otherwise(Answers.chat(Flavour.OPENAI, "m", Said.words("Hello")));
    return new SharingLab(lab);
  }

  /** From now on all ask what nobody has asked. */
  void newQuestion() {
    questions++;
  }

  /** What all ask. */
  String question(boolean streamed) {
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"q %d\"}],\"stream\":%s}"
        .formatted(questions, streamed);
  }

  /** Asks and reads the whole answer. */
  Answer ask(boolean streamed) throws IOException {
    return lab.ask(question(streamed));
  }

  Client client() throws IOException {
    return lab.client();
  }

  /** A client that has asked. */
  Client asks(boolean streamed, String... headers) throws IOException {
    return client().chat(question(streamed), headers);
  }

  int port() {
    return lab.port();
  }

  /** Scripts the provider's next reply and gives the request that will get it. */
  Future<Exchange> script(Reply reply) {
    return lab.script("good", reply);
  }

  /** The first who asks for a stream, for which the provider gives this; its head has come. */
  Client leader(Reply reply, String... headers) throws Exception {
    Future<Exchange> upstream = script(reply);
    Client leader = asks(true, headers);
    var unused = upstream.await(5, SECONDS);
    assertThat(leader.head().header("x-lab-cache")).isEqualTo("MISS");
    return leader;
  }

  /** One more who asks for the stream, and gets another's; its head has come. */
  Client follower(Client from, String... headers) throws Exception {
    Client follower = from.chat(question(true), headers);
    assertThat(follower.head().header("x-lab-cache")).isEqualTo("SHARED");
    return follower;
  }

  /** How often the provider was asked. */
  int asked() {
    return lab.provider("good").requests().size();
  }

  /** What was told of the call with this id. */
  CallFinished finished(String id) {
    return lab.finished(id);
  }

  @Override
  public void close() {
    lab.close();
  }
}
