package lab.testkit.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Every way to end a connection, from either side, is what its name says. */
class DeathsTest extends WithProvider {
  @Test
  void aDeathInTheMiddleOfAChunkedBodyHasNoEndMark() throws Exception {
    // Given
    provider.then(Reply.ok().body("half an ev").thenClose());
    try (RawClient client = new RawClient(provider)) {
      // When
      String wire = client.post("/", "").readText();

      // Then
      assertThat(wire).endsWith("half an ev\r\n");
    }
  }

  @Test
  void aResetReachesTheClientAsOne() throws Exception {
    // Given
    Gate read = new Gate();
    provider.then(Reply.ok().body("half").at(read).thenReset());
    try (RawClient client = new RawClient(provider)) {
      client.post("/", "").readThrough("half\r\n");

      // When
      read.open();

      // Then
      assertThatThrownBy(client::readAll)
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void silenceKeepsTheConnectionAndSaysNothing() throws Exception {
    // Given
    provider.then(Reply.silence());
    try (RawClient client = new RawClient(provider)) {
      // When
      client.post("/", "");

      // Then
      done(provider.awaitRequest(1));
      assertThat(client.hearsNothingFor(Duration.ofMillis(50))).isTrue();
    }
  }

  @Test
  void hangingUpSendsNoByte() throws Exception {
    // Given
    provider.then(Reply.hangUp());
    try (RawClient client = new RawClient(provider)) {
      // When
      byte[] wire = client.post("/", "").readAll();

      // Then
      assertThat(wire).isEmpty();
    }
  }

  @Test
  void aPooledConnectionDiesAtItsReuse() throws Exception {
    // Given
    provider.then(Reply.json(200, "{}").closingOnReuse(), Reply.json(200, "[]"));
    try (RawClient pooled = new RawClient(provider);
        RawClient fresh = new RawClient(provider)) {
      pooled.post("/1", "").readThrough("{}");

      // When
      byte[] atReuse = pooled.post("/2", "").readAll();
      String retried = fresh.post("/2", "").readThrough("[]");

      // Then
      assertThat(atReuse).isEmpty();
      assertThat(retried).contains("200 OK");
      assertThat(provider.requests()).extracting(Received::connection).containsExactly(1, 1, 2);
    }
  }

  @Test
  void theMomentAClientLeavesIsKnown() throws Exception {
    // Given
    Gate midStream = new Gate();
    provider.then(Reply.ok().body("some").at(midStream));
    RawClient client = new RawClient(provider);
    client.post("/", "").readThrough("some\r\n");
    Exchange exchange = done(provider.awaitRequest(1));
    Instant before = Instant.now();

    // When
    client.close();

    // Then
    Departure departure = done(exchange.peerLeft());
    assertThat(departure.manner()).isEqualTo(Departure.Manner.CLOSED);
    assertThat(departure.at()).isBetween(before, before.plusSeconds(5));
    assertThat(provider.open()).isZero();
  }

  @Test
  void aClientsResetIsToldFromItsClose() throws Exception {
    // Given
    provider.then(Reply.silence());
    RawClient client = new RawClient(provider).lingerNot();
    client.post("/", "");
    Exchange exchange = done(provider.awaitRequest(1));

    // When
    client.close();

    // Then
    assertThat(done(exchange.peerLeft()).manner()).isEqualTo(Departure.Manner.RESET);
  }

  @Test
  void aCloseOfItsOwnIsNoDepartureOfThePeer() throws Exception {
    // Given
    provider.then(Reply.hangUp());
    try (RawClient client = new RawClient(provider)) {
      // When
      client.post("/", "").readAll();

      // Then
      Exchange exchange = done(provider.awaitRequest(1));
      assertThatThrownBy(() -> done(exchange.peerLeft())).hasMessageContaining("first");
    }
  }

  @Test
  void aFloodStopsWhenThePeerReadsNothing() throws Exception {
    // Given
    provider.then(Reply.ok().flood("data: ".repeat(1_000)));
    try (RawClient client = new RawClient(provider)) {
      // When
      client.post("/", "");

      // Then
      Exchange exchange = done(provider.awaitRequest(1));
      long bytes = done(exchange.stalled(Duration.ofMillis(200)));
      assertThat(bytes).isPositive().isEqualTo(exchange.bytesAccepted());
      assertThat(exchange.timesFull()).isPositive();
    }
  }

  @Test
  void aFloodEndsWhenThePeerLeaves() throws Exception {
    // Given
    provider.then(Reply.ok().flood("data: ".repeat(1_000)));
    RawClient client = new RawClient(provider);
    client.post("/", "").readThrough("data: ");
    Exchange exchange = done(provider.awaitRequest(1));

    // When
    client.close();

    // Then
    assertThat(done(exchange.peerLeft()).at()).isNotNull();
    assertThatThrownBy(() -> done(exchange.replied())).isNotNull();
  }
}
