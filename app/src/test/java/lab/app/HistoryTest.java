package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import lab.contract.NodeId;
import lab.contract.Reload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  @TempDir private Path state = Path.of("");

  @Test
  void whatIsKeptIsReadAgainAsItWas() throws Exception {
    // Given
    Reload.Content content = content(7);

    // When
    var kept = new History(state).add(content);

    // Then
    assertThat(kept.number()).isEqualTo(1);
    assertThat(new History(state).latest()).contains(kept);
  }

  @Test
  void theLastTwentyAreKept() throws Exception {
    // Given
    History history = new History(state);

    // When
    for (int epoch = 1; epoch <= 25; epoch++) {
      var unused = history.add(content(epoch));
    }

    // Then
    assertThat(history.entries())
        .extracting(entry -> entry.content().epoch())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(6, 25).mapToObj(epoch -> (long) epoch).toList());
  }

  @Test
  void nobodyElseMayReadIt() throws Exception {
    // When
    var unused = new History(state).add(content(1));

    // Then
    try (var files = Files.list(state.resolve("history"))) {
      assertThat(files.map(HistoryTest::permissions)).containsExactly("rw-------");
    }
  }

  @Test
  void whatWasSpoiledIsLeftOut() throws Exception {
    // Given
    History history = new History(state);
    var first = history.add(content(1));
    Path unused = Files.writeString(state.resolve("history/00000002.json"), "{\"epoch\":");

    // Then
    assertThat(history.entries()).containsExactly(first);
    assertThat(history.latest()).contains(first);
  }

  @Test
  void whatACommandKeptTakesNoNumberAway() throws Exception {
    // Given
    History history = new History(state);
    var inForce = history.add(content(7));
    var byCommand = history.add(content(0));

    // When
    History.Last last = history.last();

    // Then
    assertThat(inForce.content().epoch()).isEqualTo(7);
    assertThat(last).isEqualTo(new History.Last(byCommand.content(), 7));
    assertThat(last.statuses()).isEqualTo(Map.of("p", "disabled"));
  }

  @Test
  void whereNothingWasKeptNothingIsKnown() throws Exception {
    assertThat(new History(state).last()).isEqualTo(History.Last.UNKNOWN);
  }

  private static String permissions(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Reload.Content content(long epoch) {
    return new Reload.Content(
        epoch,
        Instant.parse("2026-01-02T03:04:05Z"),
        new NodeId("n"),
        "somebody",
        "a reason",
        Map.of("providers.yaml", "providers: {}\n"),
        Map.of("p", "disabled"));
  }
}
