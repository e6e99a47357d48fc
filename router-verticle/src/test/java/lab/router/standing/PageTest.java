package lab.router.standing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import lab.config.ProviderType;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.AttemptStarted;
import lab.contract.CallId;
import lab.contract.Candidate;
import lab.contract.CircuitChanged.Part;
import lab.contract.CircuitChanged.Place;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.NodeId;
import lab.contract.ProbeReport;
import lab.contract.ProbeReport.Busy;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProviderName;
import lab.contract.ProvidersQuery;
import lab.contract.ProvidersQuery.Known;
import lab.contract.ProvidersQuery.KnownModel;
import lab.contract.Standing;
import lab.contract.Standing.State;
import lab.contract.Usage;
import lab.router.board.NodeBoard;
import lab.router.circuit.Circuit.Cooling;
import lab.router.plan.Rules;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every state in which a provider or a model can be, and what the page says of it. */
class PageTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final NodeId SELF = new NodeId("here");
  private static final NodeId POLLER = new NodeId("there");
  private static final ModelName M = new ModelName("m");
  private static final Ending SUCCEEDED = new Ending.Succeeded();

  private final NodeBoard board =
      NodeBoard.of(
          new Rules()
              .provider("local", ProviderType.OLLAMA, "m", "n")
              .withKey("cloud", ProviderType.OPENAI, "m", "n")
              .withoutKey("keyless", "THE_KEY", "m")
              .disabled("old", ProviderType.VLLM, "m")
              .configuration());
  private final Page page = new Page(board, SELF);
  private Instant now = START;

  private void polled(String provider, Finding finding) {
    ProviderName name = new ProviderName(provider);
    board.found(new ProbeReport(name, finding, now, POLLER, START.minusSeconds(60)));
  }

  private void ends(String provider, String model, Ending ending, @Nullable Duration first) {
    Candidate candidate = new Candidate(new ProviderName(provider), new ModelName(model), "exact");
    CallId call = new CallId("c");
    board.started(new AttemptStarted(call, candidate), now);
    board.ended(
        new AttemptOutcome(
            call, candidate, ending, first, Duration.ofMillis(10), Usage.UNKNOWN, true, null),
        now);
  }

  private Known known(String provider) {
    return page.answer(new ProvidersQuery(new ProviderName(provider)), now).providers().getFirst();
  }

  private Standing standing(String provider) {
    return known(provider).standing();
  }

  private Standing standing(String provider, String model) {
    return known(provider).models().stream()
        .filter(one -> one.name().value().equals(model))
        .map(KnownModel::standing)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatNobodyAskedAndNobodyPolledIsActive() {
    assertThat(standing("local")).isEqualTo(new Standing(State.ACTIVE, null, null, "", null));
  }

  @Test
  void whatAnotherNodesRequestsFoundIsSaidToBeFoundThere() {
    // Given
    Place place = new Place(new ProviderName("local"), Part.MODEL, M);
    Cooling rest = new Cooling(START, START.plusSeconds(60), FailureKind.SERVER, 1);

    // When
    var unused = board.adopt(place, rest, POLLER);

    // Then
    assertThat(standing("local", "m"))
        .isEqualTo(
            new Standing(
                State.COOLDOWN,
                START,
                START.plusSeconds(60),
                "requests failed",
                POLLER,
                FailureKind.SERVER));

    // When: it is tried here, and works
    now = START.plusSeconds(60);
    ends("local", "m", SUCCEEDED, null);

    // Then
    assertThat(standing("local", "m").state()).isEqualTo(State.RECOVERING);
    assertThat(standing("local", "m").foundBy()).isEqualTo(SELF);
  }

  @Test
  void whatPollsFoundUpIsActiveSinceThen() {
    // When
    polled("local", new Finding.Up(List.of(M)));

    // Then
    assertThat(standing("local"))
        .isEqualTo(new Standing(State.ACTIVE, START.minusSeconds(60), null, "", POLLER));
  }

  @Test
  void whatPollsFoundDownIsUnavailableWithAllItsModels() {
    // When
    polled("local", new Finding.Down(FailureKind.TIMEOUT, "no answer within 5000 ms"));

    // Then
    Standing unavailable =
        new Standing(
            State.UNAVAILABLE,
            START.minusSeconds(60),
            null,
            "TIMEOUT: no answer within 5000 ms",
            POLLER,
            FailureKind.TIMEOUT);
    assertThat(standing("local")).isEqualTo(unavailable);
    assertThat(standing("local", "n")).isEqualTo(unavailable);
  }

  @Test
  void whatTheConfigurationKeepsOutIsDisabledOrWithoutCredentials() {
    assertThat(standing("old"))
        .isEqualTo(new Standing(State.DISABLED, null, null, "disabled", null));
    assertThat(standing("keyless").state()).isEqualTo(State.NO_CREDENTIALS);
    assertThat(standing("keyless").because()).isEqualTo("no credentials: THE_KEY is not set");
  }

  @Test
  void aModelThatFailedCoolsDownAndItsProviderGoesOnWithTheOthers() {
    // When
    IntStream.range(0, 3)
        .forEach(i -> ends("local", "m", new Ending.Failed(FailureKind.SERVER, null), null));

    // Then
    assertThat(standing("local", "m"))
        .isEqualTo(
            new Standing(
                State.COOLDOWN,
                START,
                START.plusSeconds(60),
                "requests failed",
                SELF,
                FailureKind.SERVER));
    assertThat(standing("local", "n").state()).isEqualTo(State.ACTIVE);
    assertThat(standing("local").state()).isEqualTo(State.ACTIVE);
  }

  @Test
  void aRefusedKeyTakesTheWholeProviderOut() {
    // When
    ends("cloud", "m", new Ending.Failed(FailureKind.AUTH, null), null);

    // Then
    assertThat(standing("cloud").state()).isEqualTo(State.COOLDOWN);
    assertThat(standing("cloud").because()).isEqualTo("the key was refused");
    assertThat(standing("cloud", "n")).isEqualTo(standing("cloud"));
  }

  @Test
  void whatHasRestedLongEnoughIsRecoveringUntilItHasRecovered() {
    // Given
    IntStream.range(0, 3)
        .forEach(i -> ends("local", "m", new Ending.Failed(FailureKind.SERVER, null), null));

    // When
    now = START.plusSeconds(61);
    Standing rested = standing("local", "m");
    ends("local", "m", SUCCEEDED, null);
    Standing tried = standing("local", "m");

    // Then
    assertThat(rested.state()).isEqualTo(State.RECOVERING);
    assertThat(rested.since()).isEqualTo(START.plusSeconds(60));
    assertThat(rested.because()).endsWith("the next request tries it again");
    assertThat(tried.state()).isEqualTo(State.RECOVERING);
    assertThat(tried.since()).isEqualTo(START.plusSeconds(61));
  }

  @ParameterizedTest
  @CsvSource({"0, 10", "19, 10", "20, 25", "39, 25", "40, 50", "59, 50"})
  void whatComesBackTellsWhatPartOfItsShareItGetsAndUntilWhen(int later, int percent) {
    // Given: it comes back in 60 s
    IntStream.range(0, 3)
        .forEach(i -> ends("local", "m", new Ending.Failed(FailureKind.SERVER, null), null));
    Instant back = START.plusSeconds(60);
    now = back;
    ends("local", "m", SUCCEEDED, null);

    // When
    now = back.plusSeconds(later);
    Standing standing = standing("local", "m");

    // Then
    assertThat(standing)
        .isEqualTo(
            new Standing(
                State.RECOVERING,
                back,
                back.plusSeconds(60),
                "requests failed; it works again and gets a part of its share: " + percent + " %",
                SELF,
                FailureKind.SERVER));
  }

  @Test
  void aModelThatIsSlowToBeginIsDegraded() {
    // Given
    IntStream.range(0, 100).forEach(i -> ends("local", "m", SUCCEEDED, Duration.ofMillis(500)));

    // When
    now = START.plusSeconds(3_600);
    IntStream.range(0, 20).forEach(i -> ends("local", "m", SUCCEEDED, Duration.ofSeconds(9)));
    board.refresh(now);

    // Then
    Standing degraded = standing("local", "m");
    assertThat(degraded.state()).isEqualTo(State.DEGRADED);
    assertThat(degraded.since()).isEqualTo(now);
    assertThat(degraded.foundBy()).isEqualTo(SELF);
    assertThat(degraded.because()).contains("usually");
  }

  @Test
  void thePageTellsWhatPollsAndRequestsLearned() {
    // Given
    polled(
        "local",
        new Finding.Up(List.of(M, new ModelName("pulled")), List.of(M), 4, null, null)
            .withBusy(new Busy(3, 2, null)));
    ends("local", "m", SUCCEEDED, Duration.ofMillis(500));
    ends("local", "n", SUCCEEDED, Duration.ofSeconds(4));
    board.refresh(now);

    // When
    Known known = known("local");

    // Then
    assertThat(known.type()).isEqualTo("ollama");
    assertThat(known.capacity()).isEqualTo(4);
    assertThat(known.busy()).isEqualTo(new Busy(3, 2, null));
    assertThat(known.polledAt()).isEqualTo(START);
    assertThat(known.listed()).containsExactly(M, new ModelName("pulled"));
    assertThat(Objects.requireNonNull(known.firstToken().p50())).isBetween(0.45, 0.55);
    assertThat(Objects.requireNonNull(known.firstToken().p95())).isBetween(3.7, 4.3);
    assertThat(known.models()).extracting(KnownModel::loaded).containsExactly(true, false);
  }

  @Test
  void allProvidersAreToldInTheOrderOfTheFile() {
    assertThat(page.answer(new ProvidersQuery(null), now).providers())
        .extracting(known -> known.name().value())
        .containsExactly("local", "cloud", "keyless", "old");
  }

  @Test
  void whoIsUnknownIsNobody() {
    assertThat(page.answer(new ProvidersQuery(new ProviderName("x")), now).providers()).isEmpty();
  }
}
