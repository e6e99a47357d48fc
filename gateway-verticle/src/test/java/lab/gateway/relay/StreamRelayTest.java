package lab.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import lab.gateway.call.ByteBudget;
import org.junit.jupiter.api.Test;

/** What goes from a provider's stream to a client, event by event. */
class StreamRelayTest extends WithRelay {
  @Test
  void whatComesBeforeTheFirstContentIsHeldAndGoesOutWithIt() throws Exception {
    // When
    call.run(() -> feed.push(ROLE));

    // Then
    assertThat(call.answering()).isFalse();

    // When
    call.run(() -> feed.push(HELLO));
    call.run(() -> feed.push(STOP + DONE));

    // Then
    String got = call.got();
    assertThat(got).containsSubsequence("200", ROLE.strip(), HELLO.strip(), STOP.strip(), "[DONE]");
    assertThat(noted.told()).containsExactly("content", "succeeded with 0");
  }

  @Test
  void anEventThatFindsNoRoomIsNotHeld() throws Exception {
    // Given
    ByteBudget budget = new ByteBudget(100 * 1024);
    relay = relayWithin(budget);
    call.run(relay::start);

    // When
    call.run(() -> feed.push("data: " + "x".repeat(150 * 1024)));
    long held = budget.held();
    call.run(() -> feed.push("x".repeat(50 * 1024)));

    // Then
    assertThat(held).isPositive();
    assertThat(noted.told()).containsExactly("NoRoomForAnswer");
    assertThat(budget.held()).isZero();
  }

  @Test
  void anEventThatComesToItsEndGivesItsRoomBackWithTheAnswer() throws Exception {
    // Given
    ByteBudget budget = new ByteBudget(100 * 1024);
    relay = relayWithin(budget);
    call.run(relay::start);

    // When
    call.run(() -> feed.push("data: {\"choices\":[],\"x\":\"" + "x".repeat(150 * 1024)));
    call.run(() -> feed.push("\"}\n\n" + HELLO + STOP + DONE));

    // Then
    assertThat(noted.told()).containsExactly("content", "succeeded with 0");
    assertThat(budget.held()).isZero();
  }

  @Test
  void oneThatBreaksBeforeItsFirstContentLeavesTheClientToTheNext() throws Exception {
    // When
    call.run(() -> feed.push(ROLE));
    call.run(feed::breakOff);

    // Then
    assertThat(call.answering()).isFalse();
    assertThat(noted.told()).containsExactly("SERVER");
  }

  @Test
  void oneThatBreaksAfterItsFirstContentSaysSo() throws Exception {
    // When
    call.run(() -> feed.push(ROLE + HELLO));
    call.run(feed::breakOff);

    // Then
    assertThat(noted.told()).containsExactly("content", "SERVER after content");
  }

  @Test
  void anEndWithoutItsMarkIsAFailure() throws Exception {
    // When
    call.run(() -> feed.push(ROLE + HELLO));
    call.run(feed::end);

    // Then
    assertThat(noted.told()).containsExactly("content", "drained", "SERVER after content");
  }

  @Test
  void aMegabyteWithoutContentIsNoAnswer() throws Exception {
    // When
    for (int i = 0; i <= 1024 * 1024 / ROLE.length(); i++) {
      call.run(() -> feed.push(ROLE));
    }

    // Then
    assertThat(call.answering()).isFalse();
    assertThat(noted.told()).containsExactly("SERVER");
  }

  @Test
  void whatGoesOnAfterTheEndMarkIsCutOff() throws Exception {
    // Given
    call.run(() -> feed.push(ROLE + HELLO + STOP + DONE));

    // When
    call.run(() -> feed.push("x".repeat(64 * 1024)));
    assertThat(noted.told()).doesNotContain("discard");
    call.run(() -> feed.push("x"));

    // Then
    assertThat(noted.told()).endsWith("succeeded with 0", "discard");
    assertThat(call.got()).doesNotContain("xx");
  }

  @Test
  void afterItIsStoppedNothingPassesAndNobodyIsTold() throws Exception {
    // Given
    call.run(() -> feed.push(ROLE));
    call.run(
        () -> {
          var unused = feed.pause();
        });

    // When
    call.run(relay::stop);
    call.run(() -> feed.push(HELLO + STOP + DONE));
    call.run(feed::breakOff);

    // Then
    assertThat(feed.paused()).isFalse();
    assertThat(call.answering()).isFalse();
    assertThat(noted.told()).isEmpty();
  }

  @Test
  void aClientThatDoesNotReadStopsTheProviderUntilItDoes() throws Exception {
    // Given
    String much = chunk("{\"content\":\"" + "x".repeat(64 * 1024) + "\"}", "null");

    // When
    for (int i = 0; i < 1_000 && !call.onLoop(feed::paused); i++) {
      call.run(() -> feed.push(much));
    }

    // Then
    assertThat(call.onLoop(noted::told)).containsExactly("content", "waits");

    // When
    Thread reader = Thread.ofVirtual().start(this::readAll);

    // Then
    await().atMost(Duration.ofSeconds(10)).until(() -> !call.onLoop(feed::paused));
    assertThat(call.onLoop(noted::told)).containsExactly("content", "waits", "goes on");
    call.run(() -> feed.push(STOP + DONE));
    reader.join();
  }

  /** An event so long that it is read when the worker for large bodies is free. */
  private void readAll() {
    try {
      String unused = call.got();
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }
}
