package lab.router.circuit;

import static lab.contract.FailureKind.RATE;
import static lab.contract.FailureKind.SERVER;
import static lab.contract.FailureKind.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import lab.contract.FailureKind;
import lab.router.circuit.Circuit.Closed;
import lab.router.circuit.Circuit.Cooling;
import lab.router.circuit.Circuit.Recovering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a circuit does with what other nodes tell. */
class HearsayTest {
  @Test
  void failuresOfOtherNodesCountInTheSameWindow() {
    // Given
    Story story = new Story().fails(1, SERVER).hears(0, TIMEOUT, 1);
    assertThat(story.circuit()).isInstanceOf(Closed.class);

    // When
    story.hears(0, SERVER, 1);

    // Then
    assertThat(story.circuit())
        .isEqualTo(new Cooling(Story.START, Story.START.plusSeconds(60), SERVER, 1));
  }

  @Test
  void successesOfOtherNodesCountToo() {
    assertThat(new Story().hears(20, SERVER, 0).fails(9, SERVER).circuit())
        .isInstanceOf(Closed.class);
    assertThat(new Story().hears(20, SERVER, 9).circuit()).isInstanceOf(Closed.class);
    assertThat(new Story().hears(9, SERVER, 9).circuit()).isInstanceOf(Cooling.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {"SERVER", "TIMEOUT", "OVERLOAD"},
      mode = EnumSource.Mode.EXCLUDE)
  void whatOneFailureDecidesIsNotDecidedAgainByHearsay(FailureKind kind) {
    assertThat(new Story().hears(0, kind, 1_000).circuit()).isSameAs(Circuit.NEW);
  }

  @Test
  void hearsayChangesNothingWhileItRestsIsTriedOrComesBack() {
    Story resting = new Story().fails(3, SERVER);
    Circuit rest = resting.circuit();
    assertThat(resting.hears(5, SERVER, 5).circuit()).isSameAs(rest);

    Circuit tried = resting.at(60).starts().circuit();
    assertThat(resting.hears(5, SERVER, 5).circuit()).isSameAs(tried);

    Circuit back = resting.succeeds(1).circuit();
    assertThat(resting.at(119).hears(5, SERVER, 5).circuit()).isSameAs(back);
  }

  @Test
  void anotherNodesSuccessEndsTheReturn() {
    assertThat(
            new Story()
                .fails(3, SERVER)
                .at(60)
                .starts()
                .succeeds(1)
                .at(120)
                .hears(1, SERVER, 0)
                .circuit())
        .isInstanceOf(Closed.class);
  }

  @Test
  void oldNewsOfARestThatIsOverOpensNothing() {
    // Given
    Story story = new Story().fails(3, SERVER);
    Cooling rest = (Cooling) story.circuit();
    story.at(60).starts().succeeds(1).at(120).succeeds(1);

    // When
    Circuit closed = story.circuit();
    story.adopts(rest);

    // Then
    assertThat(closed).isInstanceOf(Closed.class);
    assertThat(story.circuit()).isSameAs(closed);
  }

  @Test
  void aRestThatBeginsByASlowClockCountsMoreThanTheOneBefore() {
    // Given
    Cooling told = new Cooling(Story.START.plusSeconds(30), Story.START.plusSeconds(40), RATE, 0);
    Recovering back = new Recovering(Story.START.plusSeconds(40), told, Recent.NONE);
    Story story = new Story().adopts(back);

    // When
    story.at(20).then(new Event.Failed(Story.START.plusSeconds(41), SERVER, null));

    // Then
    assertThat(((Cooling) story.circuit()).since()).isAfter(told.since());
    assertThat(Agreement.merge(back, (Cooling) story.circuit())).isEqualTo(story.circuit());
  }
}
