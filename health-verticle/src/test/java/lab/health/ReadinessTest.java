package lab.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import lab.contract.FailureKind;
import lab.contract.NodeId;
import lab.contract.ProbeReport;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProviderName;
import lab.contract.Role;
import org.junit.jupiter.api.Test;

class ReadinessTest {

  @Test
  void aNodeIsReadyOnceAllItsPartsAreDeployed() {
    // Given
    Readiness readiness = new Readiness(EnumSet.of(Role.GATEWAY, Role.ROUTER));
    readiness.deployed(Role.ROUTER);
    boolean before = readiness.ready();

    // When
    readiness.deployed(Role.GATEWAY);

    // Then
    assertThat(before).isFalse();
    assertThat(readiness.ready()).isTrue();
  }

  @Test
  void aProviderThatIsDownDoesNotMakeANodeUnready() {
    // Given
    Readiness readiness = new Readiness(EnumSet.noneOf(Role.class));

    // When
    readiness.note(report("vllm", new Finding.Down(FailureKind.SERVER, "no connection")));

    // Then
    assertThat(readiness.ready()).isTrue();
  }

  @Test
  void theNewestReportOfEachProviderIsKept() {
    // Given
    Readiness readiness = new Readiness(EnumSet.noneOf(Role.class));
    readiness.note(report("vllm", new Finding.Down(FailureKind.SERVER, "no connection")));
    readiness.note(report("ollama", new Finding.Up(List.of())));

    // When
    readiness.note(report("vllm", new Finding.Up(List.of())));

    // Then
    assertThat(readiness.reports().values())
        .containsExactly(
            report("ollama", new Finding.Up(List.of())), report("vllm", new Finding.Up(List.of())));
  }

  @Test
  void anOldReportThatIsToldAgainReplacesNoNewerOneOfItsPoller() {
    // Given
    Readiness readiness = new Readiness(EnumSet.noneOf(Role.class));
    ProbeReport old = reportOf("one", Instant.EPOCH);
    ProbeReport newer = reportOf("one", Instant.EPOCH.plusSeconds(5));
    readiness.note(newer);

    // When
    readiness.note(old);

    // Then
    assertThat(readiness.reports().values()).containsExactly(newer);
  }

  @Test
  void clocksOfTwoPollersAreNotCompared() {
    // Given
    Readiness readiness = new Readiness(EnumSet.noneOf(Role.class));
    readiness.note(reportOf("one", Instant.EPOCH.plusSeconds(5)));
    ProbeReport behind = reportOf("another", Instant.EPOCH);

    // When
    readiness.note(behind);

    // Then
    assertThat(readiness.reports().values()).containsExactly(behind);
  }

  @Test
  void aPollerWhoseClockWasSetBackIsBelieved() {
    // Given
    Readiness readiness = new Readiness(EnumSet.noneOf(Role.class));
    readiness.note(reportOf("one", Instant.EPOCH.plusSeconds(60)));
    ProbeReport after = reportOf("one", Instant.EPOCH);

    // When
    readiness.note(after);

    // Then
    assertThat(readiness.reports().values()).containsExactly(after);
  }

  private static ProbeReport reportOf(String poller, Instant at) {
    Finding up = new Finding.Up(List.of());
    ProviderName vllm = new ProviderName("vllm");
    return new ProbeReport(vllm, up, at, new NodeId(poller), at);
  }

  private static ProbeReport report(String provider, Finding finding) {
    return new ProbeReport(new ProviderName(provider), finding, Instant.EPOCH, null, Instant.EPOCH);
  }
}
