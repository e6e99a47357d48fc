package lab.app.e2e.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.io.EOFException;
import java.util.Map;
import java.util.Random;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallFinished;
import lab.contract.FailureKind;
import lab.testkit.script.Exchange;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import org.junit.jupiter.api.Test;

/** What has one format only passes as it comes, however long it is and however it ends. */
class PassedStreamsTest extends WithLab {
  @Override
  Map<String, String> files() {
    return PassedLab.FILES;
  }

  @Test
  void audioPassesAsItComes() throws Exception {
    // Given
    byte[] audio = new byte[200_000];
    new Random(2).nextBytes(audio);
    lab.provider("one")
        .then(Reply.ok().header("content-type", "audio/mpeg").body(audio).body("end"));

    // When
    try (Client client = lab.client()) {
      Answer head = client.post("/v1/audio/speech", "{\"model\":\"pair\",\"input\":\"hi\"}").head();
      byte[] heard = client.bytes();

      // Then
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("content-type")).isEqualTo("audio/mpeg");
      assertThat(head.header("x-lab-provider")).isEqualTo("one");
      assertThat(heard).startsWith(audio).endsWith("end".getBytes(UTF_8)).hasSize(200_003);
      assertThat(lab.finished(head).status()).isEqualTo(200);
    }
  }

  @Test
  void itsLengthIsToldWhereTheProviderTellsIt() throws Exception {
    // Given
    lab.provider("one")
        .then(Reply.ok().header("content-type", "text/plain").sized().body("1\n00:00\nhello\n"));

    // When
    Answer answer = post("/v1/audio/transcriptions", "{\"model\":\"pair\"}");

    // Then
    assertThat(answer.header("content-length")).isEqualTo("14");
    assertThat(answer.body()).isEqualTo("1\n00:00\nhello\n");
  }

  @Test
  void eventsPassOneByOne() throws Exception {
    // Given
    Gate gate = new Gate();
    lab.provider("one")
        .then(
            Reply.ok()
                .header("content-type", "text/event-stream")
                .body("event: a\ndata: {}\n\n")
                .at(gate)
                .body("event: b\ndata: {}\n\n"));

    // When
    try (Client client = lab.client()) {
      client.post("/v1/images/generations", "{\"model\":\"pair\",\"stream\":true}").head();

      // Then: the first is here before the second is sent
      assertThat(client.event()).isEqualTo("event: a\ndata: {}\n\n");
      gate.open();
      assertThat(client.rest()).isEqualTo("event: b\ndata: {}\n\n");
    }
  }

  @Test
  void whatBreaksOffBreaksOffForTheClientToo() throws Exception {
    // Given
    lab.provider("one")
        .then(Reply.ok().header("content-type", "audio/mpeg").body("so").thenReset());

    // When
    try (Client client = lab.client()) {
      Answer head = client.post("/v1/audio/speech", "{\"model\":\"pair\",\"input\":\"x\"}").head();

      // Then
      assertThatThrownBy(client::bytes).isInstanceOf(EOFException.class);
      CallFinished call = lab.finished(head);
      assertThat(call.failure()).isEqualTo(FailureKind.SERVER);
      assertThat(lab.attempts(call.call()))
          .extracting(one -> one.ending())
          .containsExactly(new Ending.Failed(FailureKind.SERVER, null));
    }
  }

  @Test
  void whatFallsSilentBreaksOff() throws Exception {
    // Given
    lab.provider("two").then(Reply.ok().header("content-type", "audio/mpeg").body("so").thenHang());

    // When
    try (Client client = lab.client()) {
      Answer head = client.post("/v1/audio/speech", "{\"model\":\"idle\",\"input\":\"x\"}").head();

      // Then
      assertThatThrownBy(client::bytes).isInstanceOf(EOFException.class);
      assertThat(lab.finished(head).failure()).isEqualTo(FailureKind.TIMEOUT);
    }
  }

  @Test
  void aClientThatLeavesCostsNothingMore() throws Exception {
    // Given
    Gate gate = new Gate();
    Future<Exchange> asked =
        lab.script(
            "one", Reply.ok().header("content-type", "audio/mpeg").body("so").at(gate).thenHang());
    Client client = lab.client().post("/v1/audio/speech", "{\"model\":\"pair\",\"input\":\"x\"}");
    Answer head = client.head();

    // When
    client.close();

    // Then
    var unused = asked.await(5, SECONDS).peerLeft().await(5, SECONDS);
    CallFinished call = lab.finished(head);
    assertThat(call.status()).isEqualTo(499);
    assertThat(lab.attempts(call.call()))
        .extracting(one -> one.ending())
        .containsExactly(new Ending.Abandoned());
  }

  @Test
  void moreThanAClientReadsIsNotHeld() throws Exception {
    // Given: without end, as fast as it is taken
    Gate gate = new Gate();
    gate.open();
    Future<Exchange> asked =
        lab.script(
            "one",
            Reply.ok().header("content-type", "audio/mpeg").at(gate).flood("so ".repeat(1_000)));
    try (Client client = Client.takingAtMost(64_000, lab.port())) {
      Answer head = client.post("/v1/audio/speech", "{\"model\":\"pair\",\"input\":\"x\"}").head();

      // When
      client.skip(1_000_000);
      client.reset();

      // Then
      var unused = asked.await(5, SECONDS).peerLeft().await(5, SECONDS);
      assertThat(lab.finished(head).status()).isEqualTo(499);
    }
  }

  @Test
  void anEmptyAnswerIsNone() throws Exception {
    // Given
    lab.provider("one").then(Reply.ok().header("content-type", "audio/mpeg"));
    lab.provider("two").then(Reply.ok().header("content-type", "audio/mpeg").body("sound"));

    // When
    Answer answer = post("/v1/audio/speech", "{\"model\":\"pair\",\"input\":\"hi\"}");

    // Then
    assertThat(answer.header("x-lab-attempts")).isEqualTo("one:SERVER, two:ok");
  }
}
