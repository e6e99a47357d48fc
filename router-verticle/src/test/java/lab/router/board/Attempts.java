package lab.router.board;

import java.time.Duration;
import java.time.Instant;
import lab.config.ProviderType;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.AttemptStarted;
import lab.contract.CallId;
import lab.contract.Candidate;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProbeReport;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProviderName;
import lab.contract.Usage;
import lab.router.plan.Rules;
import org.jspecify.annotations.Nullable;

/** A board and the attempts that a test tells it of, at moments that the test chooses. */
final class Attempts {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final CallId CALL = new CallId("c");
  private static final Duration TOOK = Duration.ofMillis(100);

  private final NodeBoard board;
  private Instant now = START;

  Attempts(NodeBoard board) {
    this.board = board;
  }

  /** A board of four providers, one of them with a key. */
  static NodeBoard board() {
    return NodeBoard.of(
        new Rules()
            .provider("local", ProviderType.OLLAMA, "m", "n")
            .withKey("cloud", ProviderType.OPENAI, "m", "n")
            .provider("engine", ProviderType.VLLM, "m")
            .provider("cpp", ProviderType.LLAMA_CPP, "m")
            .exact("alias", null, "local=behind")
            .configuration());
  }

  Instant now() {
    return now;
  }

  void at(long seconds) {
    now = START.plusSeconds(seconds);
  }

  void starts(String provider, String model) {
    board.started(new AttemptStarted(CALL, candidate(provider, model)), now);
  }

  void succeeds(String provider, String model) {
    ends(provider, model, new Ending.Succeeded());
  }

  void fails(String provider, String model, FailureKind kind) {
    ends(provider, model, new Ending.Failed(kind, null));
  }

  /** There was no connection. */
  void missesServer(String provider, String model) {
    ends(provider, model, new Ending.Failed(FailureKind.SERVER, null, true));
  }

  void ends(String provider, String model, Ending ending) {
    ends(provider, model, ending, null, TOOK, 0, true);
  }

  void ends(
      String provider,
      String model,
      Ending ending,
      @Nullable Duration toFirstContent,
      Duration took,
      long tokens,
      boolean streamed) {
    board.ended(
        new AttemptOutcome(
            CALL,
            candidate(provider, model),
            ending,
            toFirstContent,
            took,
            new Usage(0, tokens),
            streamed,
            null),
        now);
  }

  void polled(String provider, Finding finding) {
    board.found(new ProbeReport(new ProviderName(provider), finding, now, null, now));
  }

  private static Candidate candidate(String provider, String model) {
    return new Candidate(new ProviderName(provider), new ModelName(model), "exact");
  }
}
