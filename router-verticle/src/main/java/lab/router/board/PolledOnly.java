package lab.router.board;

import java.time.Instant;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.router.live.LiveLists;
import org.jspecify.annotations.Nullable;

/**
 * The board of a decision that no node's experience goes into: an explanation from files.
 *
 * @param lists what polls found
 */
record PolledOnly(LiveLists lists) implements Board {
  @Override
  public int inFlight(ProviderName provider) {
    return 0;
  }

  @Override
  public int told(ProviderName provider) {
    return 0;
  }

  @Override
  public int capacity(ProviderName provider) {
    return 0;
  }

  @Override
  public Score score(ProviderName provider, ModelName model) {
    return Score.UNKNOWN;
  }

  @Override
  public @Nullable Cooling cooling(ProviderName provider, ModelName model, Turn turn, Instant now) {
    return null;
  }

  @Override
  public @Nullable Slowness slowness(ProviderName provider, ModelName model) {
    return null;
  }

  @Override
  public boolean warm(ProviderName provider, ModelName model) {
    return false;
  }
}
