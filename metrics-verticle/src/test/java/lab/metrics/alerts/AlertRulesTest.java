package lab.metrics.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import lab.config.AlertSettings;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.ProvidersQuery.Known;
import lab.contract.Standing;
import lab.contract.Standing.Alert.Kind;
import lab.contract.Standing.Alert.Severity;
import lab.contract.Standing.State;
import lab.metrics.stats.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is a trouble and what is not. */
class AlertRulesTest {
  private static final AlertSettings USUAL = AlertSettings.DEFAULT;
  private static final Known OTHER =
      Troubled.provider("other", Troubled.well(), List.of(Troubled.known("o", Troubled.well())));

  private static List<Trouble> of(Known provider) {
    return AlertRules.troubles(USUAL, List.of(provider, OTHER), List.of());
  }

  private static List<Trouble> of(Reading reading) {
    return AlertRules.troubles(USUAL, List.of(OTHER), List.of(reading));
  }

  @ParameterizedTest
  @CsvSource({
    "COOLDOWN, AUTH, AUTH, CRITICAL",
    "UNAVAILABLE, AUTH, AUTH, CRITICAL",
    "RECOVERING, AUTH, AUTH, CRITICAL",
    "COOLDOWN, CREDITS, CREDITS, CRITICAL",
    "COOLDOWN, SERVER, SERVER, CRITICAL",
    "COOLDOWN, TIMEOUT, SERVER, CRITICAL",
    "UNAVAILABLE, SERVER, SERVER, CRITICAL",
    "COOLDOWN, NOT_FOUND, SERVER, INFO"
  })
  void aProviderThatIsOutOfUseIsATroubleByWhatItFailedWith(
      State state, FailureKind failure, Kind kind, Severity severity) {
    // Given
    Standing ill = Troubled.ill(state, failure);

    // When
    Trouble first = of(Troubled.provider(ill, ill)).getFirst();

    // Then
    assertThat(first.kind()).isEqualTo(kind);
    assertThat(first.severity()).isEqualTo(severity);
    assertThat(first.key()).isEqualTo(kind + "/p/");
    assertThat(first.lasting()).isZero();
  }

  @Test
  void aModelOfAProviderIsATroubleOfItsOwnAndNoneWhereTheWholeProviderIs() {
    // Given
    Standing ill = Troubled.ill(State.COOLDOWN, FailureKind.SERVER);

    // When
    List<Trouble> ofModel = of(Troubled.provider(Troubled.well(), ill));
    List<Trouble> ofBoth = of(Troubled.provider(ill, ill));

    // Then
    assertThat(ofModel).extracting(Trouble::key).containsExactly("SERVER/p/m", "CIRCUIT/p/m");
    assertThat(ofModel.getFirst().severity()).isEqualTo(Severity.WARNING);
    assertThat(ofBoth).extracting(Trouble::key).containsExactly("SERVER/p/", "CIRCUIT/p/");
  }

  @ParameterizedTest
  @EnumSource(names = {"RATE", "OVERLOAD", "LOADING"})
  void whatPassesIsATroubleOnlyWhereItLasts(FailureKind failure) {
    // When
    List<Trouble> found =
        of(Troubled.provider(Troubled.well(), Troubled.ill(State.COOLDOWN, failure)));

    // Then
    assertThat(found).extracting(Trouble::kind).containsExactly(Kind.CIRCUIT);
    assertThat(found.getFirst().lasting()).isEqualTo(Duration.ofMinutes(5));
    assertThat(found.getFirst().because()).isEqualTo("out of use for 5 min and more: it failed");
  }

  @Test
  void whatIsKeptOutOnPurposeIsNoTrouble() {
    for (State state : List.of(State.DISABLED, State.NO_CREDENTIALS, State.DEGRADED)) {
      Standing kept = new Standing(state, null, null, "as it is said", null);
      assertThat(of(Troubled.provider(kept, kept))).as(state.label()).isEmpty();
    }
  }

  @Test
  void nobodyInUseIsATroubleOfAll() {
    // Given
    Standing busy = Troubled.ill(State.COOLDOWN, FailureKind.OVERLOAD);
    Standing off = new Standing(State.DISABLED, null, null, "disabled", null);
    List<Known> providers =
        List.of(Troubled.provider(busy, busy), Troubled.provider("off", off, List.of()));

    // When
    List<Trouble> found = AlertRules.troubles(USUAL, providers, List.of());

    // Then
    assertThat(found).extracting(Trouble::key).containsExactly("CIRCUIT/p/", "SERVER//");
    assertThat(AlertRules.troubles(USUAL, List.of(), List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0.049, 100, false", "0.05, 100, true", "1, 19, false", "1, 20, true"})
  void aModelWhoseRequestsFailIsATrouble(double rate, long ended, boolean trouble) {
    // When
    List<Trouble> found = of(new Reading(false, "m", ended, rate, null));

    // Then
    assertThat(found).hasSize(trouble ? 1 : 0);
    assertThat(found)
        .allSatisfy(
            one -> {
              assertThat(one.kind()).isEqualTo(Kind.ERROR_RATE);
              assertThat(one.model()).isEqualTo(new ModelName("m"));
              assertThat(one.because()).contains("% of " + ended + " requests failed");
            });
    // The attempts of a provider may fail for nobody to notice.
    assertThat(of(new Reading(true, "m", ended, rate, null))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"9.9, 100, false", "10, 100, true", "60, 19, false"})
  void aProviderThatIsSlowToBeginIsATrouble(double seconds, long ended, boolean trouble) {
    // When
    List<Trouble> found = of(new Reading(true, "p", ended, 0, seconds));

    // Then
    assertThat(found).hasSize(trouble ? 1 : 0);
    assertThat(found)
        .allSatisfy(
            one -> {
              assertThat(one.kind()).isEqualTo(Kind.LATENCY);
              assertThat(one.provider()).isEqualTo(new ProviderName("p"));
            });
  }

  @Test
  void whatIsOffIsNoTrouble() {
    // Given
    AlertSettings some =
        new AlertSettings(true, null, null, null, 1, Duration.ofMinutes(1), List.of());
    AlertSettings none =
        new AlertSettings(false, null, null, null, 1, Duration.ofMinutes(1), List.of());
    Standing ill = Troubled.ill(State.COOLDOWN, FailureKind.SERVER);
    List<Known> providers = List.of(Troubled.provider(ill, ill), OTHER);
    List<Reading> lately =
        List.of(new Reading(true, "p", 100, 1, 60.0), new Reading(false, "m", 100, 1, 60.0));

    // Then
    assertThat(AlertRules.troubles(some, providers, lately))
        .extracting(Trouble::kind)
        .containsExactly(Kind.SERVER);
    assertThat(AlertRules.troubles(none, providers, lately)).isEmpty();
  }
}
