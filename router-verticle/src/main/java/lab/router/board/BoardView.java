package lab.router.board;

import java.util.List;
import lab.config.Provider;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of its providers at one moment, for people.
 *
 * @param providers in file order
 */
public record BoardView(List<ProviderView> providers) {
  public BoardView {
    providers = List.copyOf(providers);
  }

  /**
   * One provider.
   *
   * @param entry what the configuration says of it
   * @param key whether its key is accepted: what stops all its models at once
   * @param server whether it can be reached: what stops all its models at once
   * @param polled what polls learned
   * @param inFlight attempts in flight, of all its models
   * @param capacity requests that it takes at a time, as polls learned it, or 0 where they did not
   * @param models those that the configuration or its own list names and that were asked for, and
   *     all of its entry in the configuration; by name
   */
  public record ProviderView(
      Provider entry,
      State key,
      State server,
      Polled polled,
      int inFlight,
      int capacity,
      List<ModelView> models) {
    public ProviderView {
      models = List.copyOf(models);
    }

    /** Who. */
    public ProviderName provider() {
      return entry.name();
    }
  }

  /**
   * One model of a provider.
   *
   * @param model the name that the provider is asked for
   * @param state whether it may be asked
   * @param inFlight attempts in flight
   * @param warm whether polls found it loaded
   * @param slowness since when and why it is slow to begin, or null where it is not
   * @param figures how it did of late
   */
  public record ModelView(
      ModelName model,
      State state,
      int inFlight,
      boolean warm,
      @Nullable Slowness slowness,
      Figures figures) {}
}
