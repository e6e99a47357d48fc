package lab.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lab.contract.ProbeReport.Busy;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the providers now? Asked for pages; nothing is sent to anybody.
 *
 * @param only one of them, or null for all
 */
public record ProvidersQuery(@Nullable ProviderName only) implements BusMessage {

  /** Asked by a gateway, answered by the router of the same node, on the same event loop. */
  public static final Question<ProvidersQuery, Answer> LINE =
      new Question<>(
          "lab.providers", ProvidersQuery.class, Answer.class, Reach.NODE, Duration.ofSeconds(1));

  /**
   * The answer.
   *
   * @param providers in the order of the configuration
   */
  public record Answer(List<Known> providers) implements BusMessage {
    public Answer {
      providers = List.copyOf(providers);
    }
  }

  /**
   * One provider.
   *
   * @param name who
   * @param type the kind of server, as the configuration writes it
   * @param standing how it stands
   * @param firstToken times to first token of late, over all its models
   * @param inFlight attempts in flight, of all its models
   * @param capacity requests that it takes at a time, or null where nothing tells
   * @param busy what it told the last poll of its load, or null where it did not
   * @param creditsLeft US dollars left at the last poll, or null where it did not say
   * @param polledAt when it was polled last, or null where it was not yet
   * @param listed the models on its own list
   * @param models those of the configuration and those asked for, by name
   */
  public record Known(
      ProviderName name,
      String type,
      Standing standing,
      Times firstToken,
      int inFlight,
      @Nullable Integer capacity,
      @Nullable Busy busy,
      @Nullable Double creditsLeft,
      @Nullable Instant polledAt,
      List<ModelName> listed,
      List<KnownModel> models) {
    public Known {
      listed = List.copyOf(listed);
      models = List.copyOf(models);
    }
  }

  /**
   * One model of a provider.
   *
   * @param name the name that the provider is asked for
   * @param standing how it stands
   * @param loaded whether polls found it in memory
   * @param inFlight attempts in flight
   * @param firstToken times to first token of late
   */
  public record KnownModel(
      ModelName name, Standing standing, boolean loaded, int inFlight, Times firstToken) {}

  /**
   * Two quantiles of a time within the last minutes.
   *
   * @param p50 in seconds, or null where nothing is known
   * @param p95 likewise
   */
  public record Times(@Nullable Double p50, @Nullable Double p95) {}
}
