package lab.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt at one provider ended. Told exactly once per attempt, on every path.
 *
 * @param call the client request it belongs to
 * @param candidate who was tried
 * @param ending how it ended
 * @param toFirstContent time to the first content, or null where none came
 * @param took time from the start of the attempt to its end
 * @param usage the provider's token counts
 * @param streamed whether a stream was asked for; otherwise all content comes at once
 * @param asked the name the client asked for, or null where it gave none
 */
public record AttemptOutcome(
    CallId call,
    Candidate candidate,
    Ending ending,
    @Nullable Duration toFirstContent,
    Duration took,
    Usage usage,
    boolean streamed,
    @Nullable ModelName asked)
    implements BusMessage {

  /** Told by a gateway to whoever keeps score in its node. */
  public static final Notice<AttemptOutcome> LINE =
      new Notice<>("lab.attempt", AttemptOutcome.class, Reach.NODE);

  /** The verdict on the provider. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "ending")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Ending.Succeeded.class, name = "succeeded"),
    @JsonSubTypes.Type(value = Ending.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Ending.Abandoned.class, name = "abandoned")
  })
  public sealed interface Ending {
    /** A complete answer came. */
    record Succeeded() implements Ending {}

    /**
     * The provider, or the way to it, failed.
     *
     * @param kind what it leads to
     * @param retryAfter when the provider says that it is worth another try, or null
     * @param unreached whether there was no connection, so that it says nothing of the model
     */
    record Failed(FailureKind kind, @Nullable Duration retryAfter, boolean unreached)
        implements Ending {
      /** A failure of a provider that was reached. */
      public Failed(FailureKind kind, @Nullable Duration retryAfter) {
        this(kind, retryAfter, false);
      }
    }

    /** Given up for a reason that says nothing of the provider: the client left. */
    record Abandoned() implements Ending {}
  }
}
