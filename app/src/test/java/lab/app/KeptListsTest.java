package lab.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.vertx.core.Completable;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptListsTest {
  private static final List<RegistrationInfo> HEARERS =
      List.of(
          new RegistrationInfo("member-1", 1, false), new RegistrationInfo("member-2", 2, false));

  /** Questions that the cluster has not answered yet. */
  private final List<Asked> asked = new ArrayList<>();

  private final List<RegistrationUpdateEvent> updates = new ArrayList<>();
  private final KeptLists lists =
      new KeptLists((address, found) -> asked.add(new Asked(address, found)));

  private final RegistrationListener keeper =
      new RegistrationListener() {
        @Override
        public void registrationsUpdated(RegistrationUpdateEvent event) {
          updates.add(event);
        }
      };

  private record Asked(String address, Completable<List<RegistrationInfo>> found) {}

  @Test
  void aListThatVertxKeepsIsReplacedByWhatTheClusterSays() {
    // Given
    lists.isKept("lab.heartbeat");
    lists.refresh(keeper);

    // When
    asked.getFirst().found().succeed(HEARERS);

    // Then
    assertThat(updates).hasSize(1);
    assertThat(updates.getFirst().address()).isEqualTo("lab.heartbeat");
    assertThat(updates.getFirst().registrations()).isEqualTo(HEARERS);
  }

  @Test
  void aListStaysWhereTheClusterCanNotTell() {
    // Given
    lists.isKept("lab.heartbeat");
    lists.refresh(keeper);

    // When
    asked.getFirst().found().fail("the member that has it is frozen");

    // Then
    assertThat(updates).isEmpty();

    // When
    lists.refresh(keeper);

    // Then: it is asked for again
    assertThat(asked).extracting(Asked::address).containsExactly("lab.heartbeat", "lab.heartbeat");
  }

  @Test
  void aListThatIsNotTakenKeepsNoOtherFromBeingLookedUp() {
    // Given
    RegistrationListener broken =
        new RegistrationListener() {
          @Override
          public void registrationsUpdated(RegistrationUpdateEvent event) {
            throw new IllegalStateException("not taken");
          }
        };
    lists.isKept("lab.heartbeat");
    lists.refresh(broken);

    // When
    assertThatIllegalStateException().isThrownBy(() -> asked.getFirst().found().succeed(HEARERS));
    lists.refresh(keeper);
    asked.getLast().found().succeed(HEARERS);

    // Then
    assertThat(asked).hasSize(2);
    assertThat(updates).hasSize(1);
  }

  @Test
  void oneQuestionIsUnderWayAtATime() {
    // Given
    lists.isKept("lab.heartbeat");
    lists.isKept("lab.digest");

    // When
    lists.refresh(keeper);
    lists.refresh(keeper);

    // Then
    assertThat(asked).hasSize(1);

    // When
    asked.getFirst().found().succeed(HEARERS);

    // Then
    assertThat(asked)
        .extracting(Asked::address)
        .containsExactlyInAnyOrder("lab.heartbeat", "lab.digest");
  }

  @Test
  void anAddressThatNobodyHearsAnyMoreIsNotLookedUpAgain() {
    // Given
    lists.isKept("lab.route.remote#gone");
    lists.refresh(keeper);
    asked.getFirst().found().succeed(List.of());

    // When
    lists.refresh(keeper);

    // Then
    assertThat(asked).hasSize(1);
    assertThat(updates.getFirst().registrations()).isEmpty();
  }
}
