package lab.contract;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One client request is over. Told exactly once per request, whatever became of it.
 *
 * @param call the request
 * @param operation what was wanted
 * @param model the name the client asked for, or null where it gave none or the body was not read
 * @param servedBy who served it, or null where nobody did
 * @param stage the stage that decided, or null where no decision was made
 * @param streamed whether the client wanted a stream
 * @param status the HTTP status sent, 499 where the client left
 * @param failure the failure that the client was told, or null
 * @param attempts attempts made, second tries included
 * @param toFirstContent time to first content, or null
 * @param took time from the request's head to the end of the answer
 * @param overhead the part of it that the gateway itself took
 * @param usage token counts
 * @param movedOn what made the request leave the first candidate that was asked for another, or
 *     null where it did not
 * @param cache what became of its look-up among kept answers, or null where none are kept
 */
public record CallFinished(
    CallId call,
    Operation operation,
    @Nullable ModelName model,
    @Nullable Candidate servedBy,
    @Nullable Stage stage,
    boolean streamed,
    int status,
    @Nullable FailureKind failure,
    int attempts,
    @Nullable Duration toFirstContent,
    Duration took,
    Duration overhead,
    Usage usage,
    @Nullable MovedOn movedOn,
    @Nullable CacheOutcome cache)
    implements BusMessage {

  /** Told by a gateway to the metrics of its node. */
  public static final Notice<CallFinished> LINE =
      new Notice<>("lab.call", CallFinished.class, Reach.NODE);

  /** One that moved on from nobody, where no answers are kept. */
  public CallFinished(
      CallId call,
      Operation operation,
      @Nullable ModelName model,
      @Nullable Candidate servedBy,
      @Nullable Stage stage,
      boolean streamed,
      int status,
      @Nullable FailureKind failure,
      int attempts,
      @Nullable Duration toFirstContent,
      Duration took,
      Duration overhead,
      Usage usage) {
    this(
        call,
        operation,
        model,
        servedBy,
        stage,
        streamed,
        status,
        failure,
        attempts,
        toFirstContent,
        took,
        overhead,
        usage,
        null,
        null);
  }

  /**
   * Another candidate was tried in place of the first.
   *
   * @param from who was asked first
   * @param because what it failed with
   */
  public record MovedOn(Candidate from, FailureKind because) {}
}
