package lab.metrics.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lab.config.AlertSettings.Form;
import lab.config.AlertSettings.Webhook;
import lab.contract.ModelName;
import lab.contract.NodeId;
import lab.contract.Standing.Alert;
import lab.contract.Standing.Alert.Kind;
import lab.contract.Standing.Alert.Severity;
import lab.contract.Standing.Alert.Telling;
import lab.contract.Standing.Alerts.Told;
import org.junit.jupiter.api.Test;

/** Alerts come once, go by themselves, and are taken over. */
class AlertBookTest {
  private static final Duration RESOLVE = Duration.ofMinutes(1);
  private static final Webhook OPS = Troubled.webhook(Form.JSON, "http://127.0.0.1:1/");

  private final AlertBook book = new AlertBook(Troubled.SELF);
  private Instant now = Troubled.NOW;

  private static Trouble trouble(Kind kind, Duration lasting) {
    return new Trouble(kind, Troubled.P, Troubled.M, Severity.CRITICAL, "it is wrong", lasting);
  }

  private static final Trouble CREDITS = trouble(Kind.CREDITS, Duration.ZERO);

  private List<Alert> look(Trouble... troubles) {
    return book.looked(List.of(troubles), key -> true, RESOLVE, now);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private Alert only() {
    assertThat(book.latest(10)).hasSize(1);
    return book.latest(10).getFirst();
  }

  @Test
  void aTroubleIsOneAlertForAsLongAsItLasts() {
    // When
    List<Alert> first = look(CREDITS);
    pass(Duration.ofMinutes(10));
    List<Alert> second = look(CREDITS);

    // Then
    assertThat(first).hasSize(1);
    assertThat(second).isEmpty();
    assertThat(only().since()).isEqualTo(Troubled.NOW);
    assertThat(only().holds()).isTrue();
    assertThat(only().count()).isEqualTo(1);
  }

  @Test
  void itIsOverOnceTheTroubleHasBeenGoneForAWhileAndMayComeAgain() {
    // Given
    List<Alert> opened = look(CREDITS);
    pass(Duration.ofSeconds(59));
    List<Alert> soon = look();

    // When
    pass(Duration.ofSeconds(1));
    List<Alert> over = look();
    Instant until = now;
    pass(Duration.ofMinutes(5));
    List<Alert> again = look(CREDITS);

    // Then
    assertThat(opened).hasSize(1);
    assertThat(soon).isEmpty();
    assertThat(over).extracting(Alert::until).containsExactly(until);
    assertThat(again).extracting(Alert::count).containsExactly(2);
    assertThat(only().holds()).isTrue();
    assertThat(only().since()).isEqualTo(now);
  }

  @Test
  void aTroubleThatComesAndGoesWithinTheTimeStaysOneAlert() {
    // When
    List<Alert> changed = new ArrayList<>(look(CREDITS));
    for (int i = 0; i < 20; i++) {
      pass(Duration.ofSeconds(30));
      changed.addAll(i % 2 == 0 ? look() : look(CREDITS));
    }

    // Then
    assertThat(changed).hasSize(1);
  }

  @Test
  void whatHasToLastIsAnAlertOnlyThen() {
    // Given
    Trouble circuit = trouble(Kind.CIRCUIT, Duration.ofMinutes(5));

    // When
    List<Alert> first = look(circuit);
    pass(Duration.ofMinutes(5).minusSeconds(1));
    List<Alert> soon = look(circuit);
    pass(Duration.ofSeconds(1));
    List<Alert> then = look(circuit);

    // Then
    assertThat(first).isEmpty();
    assertThat(soon).isEmpty();
    assertThat(then).hasSize(1);
  }

  @Test
  void whatBelongsToAnotherNodeIsLeftToItAndTakenOverWithItsPast() {
    // Given
    AlertBook other = new AlertBook(new NodeId("n2"));
    List<Alert> elsewhere = other.looked(List.of(CREDITS), key -> true, RESOLVE, now);
    book.heard(new Told(elsewhere));
    List<Alert> notMine = book.looked(List.of(CREDITS), key -> false, RESOLVE, now);

    // When
    pass(Duration.ofSeconds(30));
    List<Alert> mineNow = look(CREDITS);
    pass(Duration.ofMinutes(1));
    List<Alert> over = look();

    // Then
    assertThat(notMine).isEmpty();
    assertThat(mineNow).as("it is open already").isEmpty();
    assertThat(over).hasSize(1);
    assertThat(over.getFirst().by()).isEqualTo(Troubled.SELF);
    assertThat(over.getFirst().revision()).isEqualTo(2);
  }

  @Test
  void whoHasJustStartedWaitsBeforeItEndsWhatOthersBegan() {
    // Given
    book.heard(new Told(List.of(Troubled.alert("it is wrong", null))));

    // When
    List<Alert> atOnce = look();
    pass(RESOLVE);
    List<Alert> later = look();

    // Then
    assertThat(atOnce).isEmpty();
    assertThat(later).hasSize(1);
  }

  @Test
  void ofTwoWordsTheLaterOneCountsInWhateverOrderTheyAreHeard() {
    // Given
    AlertBook other = new AlertBook(new NodeId("n2"));
    Alert opened = other.looked(List.of(CREDITS), key -> true, RESOLVE, now).getFirst();
    Alert over = other.looked(List.of(), key -> true, RESOLVE, now.plus(RESOLVE)).getFirst();

    // When
    book.heard(new Told(List.of(over)));
    book.heard(new Told(List.of(opened)));

    // Then
    assertThat(only()).isEqualTo(over);
  }

  @Test
  void aWebhookIsToldOnceOfTheBeginningAndOnceOfTheEnd() {
    // Given
    Alert opened = look(CREDITS).getFirst();
    Alert due = book.due(OPS, key -> true).orElseThrow();

    // When
    Alert told = book.told(OPS, due, Telling.OPEN);

    // Then
    assertThat(due).isEqualTo(opened);
    assertThat(told).isEqualTo(only());
    assertThat(only().told()).isEqualTo(Map.of("ops", Telling.OPEN));
    assertThat(book.due(OPS, key -> true)).isEmpty();

    // When
    pass(RESOLVE);
    assertThat(look()).hasSize(1);
    Alert end = book.due(OPS, key -> true).orElseThrow();
    assertThat(book.told(OPS, end, Telling.OVER)).isNotNull();

    // Then
    assertThat(end.holds()).isFalse();
    assertThat(book.due(OPS, key -> true)).isEmpty();
  }

  @Test
  void anEndIsNotToldToWhoHasNotHeardOfTheBeginning() {
    // Given
    assertThat(look(CREDITS)).hasSize(1);

    // When
    pass(RESOLVE);
    assertThat(look()).hasSize(1);

    // Then
    assertThat(book.due(OPS, key -> true)).isEmpty();
  }

  @Test
  void whatAnotherNodeHasToldIsNotToldAgainByWhoTakesOver() {
    // Given
    AlertBook other = new AlertBook(new NodeId("n2"));
    Alert opened = other.looked(List.of(CREDITS), key -> true, RESOLVE, now).getFirst();
    Alert told = other.told(OPS, opened, Telling.OPEN);

    // When
    book.heard(new Told(List.of(opened)));
    boolean before = book.due(OPS, key -> true).isPresent();
    book.heard(new Told(List.of(told)));

    // Then
    assertThat(before).isTrue();
    assertThat(book.due(OPS, key -> true)).isEmpty();
    assertThat(book.due(OPS, key -> false)).isEmpty();
  }

  @Test
  void missingMoneyIsToldAgainAfterSixHoursAndABrokenServerIsNot() {
    // Given
    Trouble server = trouble(Kind.SERVER, Duration.ZERO);
    for (Alert alert : look(CREDITS, server)) {
      assertThat(book.told(OPS, alert, Telling.OPEN)).isNotNull();
    }

    // When
    pass(Duration.ofHours(6).minusSeconds(1));
    List<Alert> before = look(CREDITS, server);
    pass(Duration.ofSeconds(1));
    List<Alert> after = look(CREDITS, server);

    // Then
    assertThat(before).isEmpty();
    assertThat(after).extracting(Alert::kind).containsExactly(Kind.CREDITS);
    assertThat(book.due(OPS, key -> true)).get().extracting(Alert::kind).isEqualTo(Kind.CREDITS);
    assertThat(after.getFirst().since()).isEqualTo(Troubled.NOW);
  }

  @Test
  void whatWasToldOfAnAlertThatHasComeAgainMeanwhileCountsNothing() {
    // Given
    Alert first = look(CREDITS).getFirst();
    pass(RESOLVE);
    assertThat(look()).hasSize(1);
    assertThat(look(CREDITS)).hasSize(1);

    // When
    Alert told = book.told(OPS, first, Telling.OPEN);

    // Then
    assertThat(told).isNull();
    assertThat(book.due(OPS, key -> true)).isPresent();
  }

  @Test
  void onlySoManyAreKeptAndThoseThatAreOpenBeforeTheOthers() {
    // Given
    Trouble[] many =
        IntStream.range(0, AlertBook.MOST)
            .mapToObj(
                i ->
                    new Trouble(
                        Kind.SERVER,
                        Troubled.P,
                        new ModelName("m" + i),
                        Severity.INFO,
                        "it is wrong"))
            .toArray(Trouble[]::new);
    assertThat(look(many)).hasSize(AlertBook.MOST);

    // When
    pass(RESOLVE);
    assertThat(look(CREDITS)).hasSize(AlertBook.MOST + 1);

    // Then
    assertThat(book.latest(1_000)).hasSize(AlertBook.MOST);
    assertThat(book.latest(1).getFirst().kind()).isEqualTo(Kind.CREDITS);

    // When
    pass(AlertBook.KEPT.plusSeconds(1));
    assertThat(look(CREDITS)).extracting(Alert::kind).containsExactly(Kind.CREDITS);

    // Then
    assertThat(only().kind()).isEqualTo(Kind.CREDITS);
  }
}
