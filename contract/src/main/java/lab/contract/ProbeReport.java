package lab.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a free poll of a provider found.
 *
 * @param provider who was polled
 * @param finding what was found
 * @param at when the poll ended
 * @param took how long it took
 */
public record ProbeReport(ProviderName provider, Finding finding, Instant at, Duration took)
    implements BusMessage {

  /** Told by the one poller of a provider to every node. */
  public static final Notice<ProbeReport> LINE =
      new Notice<>("lab.probe", ProbeReport.class, Reach.CLUSTER);

  /** The state of the provider. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "finding")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Finding.Up.class, name = "up"),
    @JsonSubTypes.Type(value = Finding.Down.class, name = "down")
  })
  public sealed interface Finding {
    /**
     * It answers.
     *
     * @param models the names that it lists
     * @param loaded the names that it has in memory; empty where it does not say
     * @param capacity requests that it takes at a time, at least 1, or null where it does not say
     */
    record Up(List<ModelName> models, List<ModelName> loaded, @Nullable Integer capacity)
        implements Finding {
      public Up {
        models = List.copyOf(models);
        // A node of an earlier version does not say.
        loaded = loaded == null ? List.of() : List.copyOf(loaded);
        if (capacity != null && capacity < 1) {
          throw new IllegalArgumentException("capacity is " + capacity + "; it is at least 1");
        }
      }

      /** A provider that says no more than what it has. */
      public Up(List<ModelName> models) {
        this(models, List.of(), null);
      }
    }

    /**
     * It does not answer, or not well.
     *
     * @param kind what kind of failure it was
     * @param because for people, without secrets
     */
    record Down(FailureKind kind, String because) implements Finding {}
  }
}
