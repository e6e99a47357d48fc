package lab.app.e2e.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import lab.testkit.script.ScriptedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections to providers: what was answered in full is used again, all else is closed. */
class UpstreamConnectionsTest {
  private Lab lab;
  private ScriptedProvider first;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    lab = Lab.start(folder, WireLab.files());
    first = lab.provider("vllm-first");
  }

  @AfterEach
  void close() throws Exception {
    lab.close();
  }

  /** Answers that end in order and are no good. */
  enum Bad {
    AN_ERROR,
    AN_EMPTY_ERROR,
    AN_EMPTY_ANSWER,
    NOT_JSON,
    AN_ERROR_INSIDE,
    AN_EMPTY_STREAM,
    A_STREAM_WITHOUT_AN_END,
    A_REDIRECT;

    private Reply reply() {
      return switch (this) {
        case AN_ERROR -> Refusals.vllmServerError();
        case AN_EMPTY_ERROR -> Reply.status(500).sized();
        case AN_EMPTY_ANSWER -> Reply.json(200, "");
        case NOT_JSON -> Reply.json(200, "<html>");
        case AN_ERROR_INSIDE -> Refusals.openRouterErrorInside200();
        case AN_EMPTY_STREAM -> Reply.events(java.util.List.of());
        case A_STREAM_WITHOUT_AN_END ->
            Wire.VLLM.stream(Wire.VLLM.opening(), Wire.VLLM.says("Hel"));
        case A_REDIRECT -> Reply.redirect(302, "/else");
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void noneIsLostOverABadAnswer(Bad bad) throws Exception {
    // Given
    first.otherwise(bad.reply());

    // When: from one client, so that all are of one event loop
    try (Client client = lab.client()) {
      for (int i = 0; i < 20; i++) {
        Answer answer = client.chat(Lab.body("vllm-alone", i % 2 == 0)).answer();
        assertThat(answer.body()).contains("error");
      }
    }

    // Then: it was used again or closed each time
    await().atMost(Duration.ofSeconds(5)).until(() -> first.open() <= 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneThatItsProviderClosesAfterTheAnswerIsNotUsedAgain(boolean streamed) throws Exception {
    // Given
    Reply closing = Wire.VLLM.answer(streamed, "Hello").header("connection", "close");
    first.otherwise(closing);

    // When
    try (Client client = lab.client()) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.chat(Lab.body("vllm-alone", streamed)).answer().said())
            .isEqualTo("Hello");
      }
    }

    // Then
    assertThat(first.requests()).hasSize(5);
    assertThat(first.connections()).isEqualTo(5);
  }

  @Test
  void anAnswerLongerThanItSaidIsCutAndSpoilsNoOther() throws Exception {
    // Given: behind its end more comes, which is no beginning of another
    Reply longer =
        Reply.ok()
            .header("content-type", "application/json")
            .claiming(GOOD.length())
            .body(GOOD)
            .raw("and more");
    lab.provider("busy").then(longer).otherwise(Wire.VLLM.whole("second"));

    // When
    try (Client client = lab.client()) {
      Answer one = client.chat(Lab.body("busy", false)).answer();
      Answer two = client.chat(Lab.body("busy", false)).answer();

      // Then: what the second found on the connection was no answer, so it was tried again
      assertThat(one.said()).isEqualTo("first");
      assertThat(two.said()).isEqualTo("second");
      assertThat(two.header("x-lab-attempts")).isEqualTo("busy:SERVER, busy:ok");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAnswerThatNobodyAskedForIsNobodysAnswer(boolean atOnce) throws Exception {
    // Given: behind a good answer a second one, with it or a little later
    String second = answerOf(GOOD.replace("first", "nobody's"));
    Gate gate = new Gate();
    Reply two =
        atOnce
            ? Reply.bare().raw(answerOf(GOOD) + second)
            : Reply.bare().raw(answerOf(GOOD)).at(gate).raw(second);
    var asked = lab.script("busy", two.thenHang(), Wire.VLLM.whole("second"));

    try (Client client = lab.client()) {
      // When
      assertThat(client.chat(Lab.body("busy", false)).answer().said()).isEqualTo("first");
      gate.open();

      // Then: at once, and not only when it is too old
      var unused = asked.await(5, SECONDS).peerLeft().await(3, SECONDS);
      assertThat(client.chat(Lab.body("busy", false)).answer().said()).isEqualTo("second");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 102 Processing\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n",
        "HTTP/1.1 110 Of Some Later Time\r\n\r\n"
      })
  void whatComesBeforeAnAnswerIsNoAnswer(String interim) throws Exception {
    // Given
    lab.provider("busy")
        .then(Reply.bare().raw(interim + interim).raw(answerOf(GOOD)), Wire.VLLM.whole("second"));

    // When
    try (Client client = lab.client()) {
      Answer one = client.chat(Lab.body("busy", false)).answer();
      Answer two = client.chat(Lab.body("busy", false)).answer();

      // Then
      assertThat(one.said()).isEqualTo("first");
      assertThat(one.header("x-lab-attempts")).isEqualTo("busy:ok");
      assertThat(two.said()).isEqualTo("second");
    }
  }

  @Test
  void aProviderThatSwitchesTheProtocolIsNotWaitedFor() throws Exception {
    // Given
    String switching =
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n";
    lab.provider("busy").then(Reply.bare().raw(switching).thenHang(), Wire.VLLM.whole("second"));

    // When
    try (Client client = lab.client()) {
      Answer answer = client.chat(Lab.body("busy", false)).answer();

      // Then
      assertThat(answer.said()).isEqualTo("second");
      assertThat(answer.header("x-lab-attempts")).isEqualTo("busy:SERVER, busy:ok");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAnswerShorterThanItSaidIsAFailure(boolean streamed) throws Exception {
    // Given
    first.then(
        Reply.ok()
            .header("content-type", "application/json")
            .claiming(GOOD.length() + 10)
            .body(GOOD)
            .thenClose());
    lab.provider("vllm-second").then(Wire.VLLM.answer(streamed, "second"));

    // When
    Answer answer = lab.chat("vllm-pair", streamed);

    // Then
    assertThat(answer.said()).isEqualTo("second");
    assertThat(answer.header("x-lab-attempts")).isEqualTo("vllm-first:SERVER, vllm-second:ok");
  }

  private static String answerOf(String body) {
    return "HTTP/1.1 200 OK\r\ncontent-length: " + body.length() + "\r\n\r\n" + body;
  }

  private static final String GOOD =
      "{\"id\":\"i\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{"
          + "\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"first\"},"
          + "\"finish_reason\":\"stop\"}]}";
}
