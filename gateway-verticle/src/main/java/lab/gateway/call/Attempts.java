package lab.gateway.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lab.contract.CallFinished.MovedOn;
import lab.contract.Candidate;
import lab.contract.FailureKind;
import org.jspecify.annotations.Nullable;

/** What the attempts of one exchange came to so far, as it is told. Event loop of the exchange. */
public final class Attempts {
  private final long startedNanos;
  private final List<String> ended = new ArrayList<>(2);
  private @Nullable Candidate servedBy;
  private String servedAt = "";
  private List<String> dropped = List.of();
  private @Nullable Duration toFirstContent;
  private int count;
  private int retries;
  private long upstreamNanos;
  private boolean serving;
  private @Nullable MovedOn movedOn;
  private Tracing.@Nullable OfRequest trace;

  /** Whether the next attempt is a second try. */
  private boolean again;

  /** When the running attempt began, or 0 where none runs. */
  private long runningSince;

  /**
   * @param startedNanos when the request's head arrived, by {@link System#nanoTime}
   */
  Attempts(long startedNanos) {
    this.startedNanos = startedNanos;
  }

  /** Who follows the request, from now on. */
  public void followedBy(Tracing.OfRequest tracing) {
    trace = tracing;
  }

  /** Who follows the request, or null where nobody does. */
  public Tracing.@Nullable OfRequest trace() {
    return trace;
  }

  /** One began. */
  public void began() {
    count++;
    retries += again ? 1 : 0;
    again = false;
    runningSince = System.nanoTime();
  }

  /** One that would have been next is at its limit, and was not asked. */
  public void leftOut(Candidate candidate) {
    ended.add(candidate.provider() + ":over_limit");
  }

  /** One ended, in a word, and it took this long. */
  public void ended(Candidate candidate, String ending, long tookNanos) {
    ended.add(candidate.provider() + ":" + ending);
    serving = false;
    runningSince = 0;
    upstreamNanos += tookNanos;
  }

  /** This long is waited before a second try, which may not come; no work of the gateway's. */
  public void waited(Duration pause) {
    again = true;
    upstreamNanos += pause.toNanos();
  }

  /** Another candidate is tried in place of this one. */
  public void movedOn(Candidate from, FailureKind because) {
    if (movedOn == null) {
      movedOn = new MovedOn(from, because);
    }
  }

  /** Who was left for another first, and why; null where nobody was. */
  @Nullable MovedOn movedOn() {
    return movedOn;
  }

  /**
   * This candidate's answer is the one that the client gets.
   *
   * @param address where it is, without secrets
   * @param lost what of the request it was not told
   */
  public void servedBy(Candidate candidate, String address, List<String> lost) {
    servedBy = candidate;
    servedAt = address;
    dropped = lost;
    serving = true;
    if (toFirstContent == null) {
      toFirstContent = Duration.ofNanos(System.nanoTime() - startedNanos);
    }
  }

  /** How many began. */
  public int count() {
    return count;
  }

  /** Second tries at the same candidate that began. */
  public int retries() {
    return retries;
  }

  /** Everybody whose attempt has ended: {@code vllm:SERVER, ollama:ok}. */
  public String told() {
    return ended.size() == 1 ? ended.getFirst() : String.join(", ", ended);
  }

  /** Everybody who was tried, and whoever is serving right now: {@code vllm:SERVER, ollama:ok}. */
  public String toldSoFar() {
    if (!serving || servedBy == null) {
      return told();
    }
    String now = servedBy.provider() + ":ok";
    return ended.isEmpty() ? now : told() + ", " + now;
  }

  /** Who gave the answer that the client gets, or null. */
  public @Nullable Candidate servedBy() {
    return servedBy;
  }

  /** The address of who gave the answer, without secrets; empty where nobody did. */
  public String servedAt() {
    return servedAt;
  }

  /** Fields of the request that whoever gave the answer has no place for. */
  public List<String> dropped() {
    return dropped;
  }

  /** From the request's head to the first content; null where there was none. */
  @Nullable Duration toFirstContent() {
    return toFirstContent;
  }

  /** Time since the request's head that was not spent on a provider or a pause, up to now. */
  Duration overhead() {
    long now = System.nanoTime();
    long running = runningSince == 0 ? 0 : now - runningSince;
    return overhead(Duration.ofNanos(now - startedNanos - running));
  }

  /** What of this time was not spent on attempts that have ended, or on pauses. */
  Duration overhead(Duration took) {
    return Duration.ofNanos(Math.max(0, took.toNanos() - upstreamNanos));
  }
}
