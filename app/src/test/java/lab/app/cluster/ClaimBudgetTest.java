package lab.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lab.app.ClusterTurn;
import lab.app.cluster.FlightLab.Parts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a node that is frozen costs the requests of another one, with the usual limits. */
@ExtendWith(ClusterTurn.class)
class ClaimBudgetTest {
  /** As it is where no file says. */
  private static final Duration USUAL = Duration.ofMillis(20);

  /** What a busy machine adds to the quickest of several requests. */
  private static final Duration SLACK = Duration.ofMillis(100);

  private static final int REQUESTS = 10;

  @Test
  @Tag("soak")
  void aFrozenOwnerCostsTwentyMilliseconds(@TempDir Path folder) throws Exception {
    FlightLab lab = new FlightLab(folder, USUAL, List.of("a", "b"));
    try {
      // Given
      lab.startAll();
      List<Parts> asked = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        asked.add(lab.ownedBy("b"));
      }
      int late = lab.claims("a", "late");

      // When
      lab.node("b").signal("STOP");
      List<Duration> took = new ArrayList<>();
      for (Parts parts : asked) {
        long began = System.nanoTime();
        Caller caller = Caller.asks(lab.node("a"), parts.body(true));
        assertThat(caller.whole()).contains("found");
        took.add(Duration.ofNanos(System.nanoTime() - began));
      }
      lab.node("b").signal("CONT");

      // Then: until it counts as gone each waits for it, and none longer than that
      took.sort(null);
      System.out.printf(
          "measured: owner frozen, of %d requests the quickest took %d ms, half of them %d ms%n",
          REQUESTS, took.getFirst().toMillis(), took.get(REQUESTS / 2).toMillis());
      assertThat(took.getFirst()).isBetween(USUAL, USUAL.plus(SLACK));
      assertThat(lab.claims("a", "late")).isEqualTo(late + REQUESTS);
    } finally {
      lab.close();
    }
  }
}
