package lab.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a free poll of a provider found. It is told again, as it was, to nodes that came later.
 *
 * @param provider who was polled
 * @param finding what was found
 * @param at when the poll ended
 * @param by who polled, or null where a node of an earlier version did
 * @param since since when each poll found it so: up, or down
 */
public record ProbeReport(
    ProviderName provider, Finding finding, Instant at, @Nullable NodeId by, Instant since)
    implements BusMessage {

  /** Told by the one poller of a provider to every node. */
  public static final Notice<ProbeReport> LINE =
      new Notice<>("lab.probe", ProbeReport.class, Reach.CLUSTER);

  /** Nobody tells again what was replaced so long ago. */
  private static final Duration TOLD_AGAIN = Duration.ofMinutes(1);

  public ProbeReport {
    // A node of an earlier version does not say.
    since = since == null ? at : since;
  }

  /**
   * Whether this is an old report that was told again, and the other one a newer one of the same
   * poller. By the poller's clock: where that was set back, its reports count again after {@link
   * #TOLD_AGAIN} at the latest.
   *
   * @param held the newest that is known of the same provider, or null
   */
  public boolean isOlderThan(@Nullable ProbeReport held) {
    return held != null
        && by != null
        && by.equals(held.by())
        && at.isBefore(held.at())
        && at.isAfter(held.at().minus(TOLD_AGAIN));
  }

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
     * @param busy what it is doing, or null where it does not say
     * @param creditsLeft what may still be spent with its key, in US dollars, or null where it does
     *     not say or there is no limit
     */
    record Up(
        List<ModelName> models,
        List<ModelName> loaded,
        @Nullable Integer capacity,
        @Nullable Busy busy,
        @Nullable Double creditsLeft)
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
        this(models, List.of(), null, null, null);
      }

      /** The same, with these in memory. */
      public Up withLoaded(List<ModelName> names) {
        return new Up(models, names, capacity, busy, creditsLeft);
      }

      /** The same, taking so many requests at a time. */
      public Up withCapacity(int requests) {
        return new Up(models, loaded, requests, busy, creditsLeft);
      }

      /** The same, doing this. */
      public Up withBusy(Busy doing) {
        return new Up(models, loaded, capacity, doing, creditsLeft);
      }

      /** The same, with so much left to spend. */
      public Up withCreditsLeft(double dollars) {
        return new Up(models, loaded, capacity, busy, dollars);
      }
    }

    /**
     * It does not answer, or not well.
     *
     * @param kind what kind of failure it was
     * @param because for people, without secrets
     */
    record Down(FailureKind kind, String because) implements Finding {}

    /** Whether both say that it is up, or both that it is down. */
    default boolean sameAs(Finding other) {
      return this instanceof Up == other instanceof Up;
    }
  }

  /**
   * What a server does at the moment of the poll, for all its clients: a gateway knows of its own
   * requests alone.
   *
   * @param running requests that it works on, from 0
   * @param waiting requests that wait in it for their turn, from 0
   * @param cacheUse the share of its cache of keys and values that is taken, from 0 to 1, or null
   *     where it does not say
   */
  public record Busy(int running, int waiting, @Nullable Double cacheUse) {
    public Busy {
      if (running < 0 || waiting < 0) {
        throw new IllegalArgumentException(
            running + " running, " + waiting + " waiting; neither is below 0");
      }
    }

    /** Requests in it. */
    public int requests() {
      return Math.clamp((long) running + waiting, 0, Integer.MAX_VALUE);
    }
  }
}
