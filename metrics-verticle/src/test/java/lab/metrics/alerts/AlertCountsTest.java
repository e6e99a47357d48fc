package lab.metrics.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import lab.metrics.alerts.AlertCounts.Delivery;
import lab.metrics.alerts.AlertCounts.Figures;
import org.junit.jupiter.api.Test;

class AlertCountsTest {
  private final AlertCounts counts = new AlertCounts();

  private static Map<List<String>, Long> read(Consumer<Figures> figures) {
    Map<List<String>, Long> read = new TreeMap<>(Comparator.comparing(List::toString));
    figures.accept((count, labels) -> read.put(List.of(labels), count));
    return read;
  }

  @Test
  void everyKindIsToldFromTheBeginningAndOpenOnesAreThoseOfTheLastLook() {
    // Given
    assertThat(read(counts::open)).hasSize(6).containsEntry(List.of("CREDITS"), 0L);

    // When
    counts.known(
        List.of(
            Troubled.alert("it is wrong", null),
            Troubled.alert("it was wrong", Troubled.NOW.plusSeconds(1))));
    counts.raised(Troubled.alert("it is wrong", null));

    // Then
    String kind = Troubled.alert("it is wrong", null).kind().name();
    assertThat(read(counts::open)).containsEntry(List.of(kind), 1L);
    assertThat(read(counts::raised)).containsEntry(List.of(kind), 1L).hasSize(6);
  }

  @Test
  void aWebhookIsToldOfBeforeItHasBeenTried() {
    // When
    counts.watches("ops");
    counts.told("ops", Delivery.FAILED);
    counts.watches("ops");

    // Then
    assertThat(read(counts::deliveries))
        .containsOnly(
            Map.entry(List.of("ops", "delivered"), 0L),
            Map.entry(List.of("ops", "refused"), 0L),
            Map.entry(List.of("ops", "failed"), 1L));
  }
}
