package lab.gateway.call;

import lab.contract.CacheOutcome;
import lab.contract.Stage;
import lab.contract.Usage;
import lab.contract.Why;
import org.jspecify.annotations.Nullable;

/** What came of one exchange so far, beside its attempts. Event loop of the exchange. */
public final class Outcome {
  private @Nullable Why why;
  private Usage usage = Usage.UNKNOWN;
  private @Nullable CacheOutcome cached;
  private @Nullable String limit;
  private boolean ended;

  Outcome() {}

  /** The router has decided. */
  public void decided(Why because) {
    why = because;
  }

  /** Why it decided so; null before it has. */
  public @Nullable Why why() {
    return why;
  }

  /** By which stage it decided; null before it has. */
  @Nullable Stage stage() {
    return why == null ? null : why.stage();
  }

  /** The provider has counted. */
  public void used(Usage tokens) {
    usage = tokens;
  }

  /** The provider's token counts; {@link Usage#UNKNOWN} before the answer is complete. */
  public Usage usage() {
    return usage;
  }

  /** What became of its look-up among kept answers; the last word counts. */
  public void cached(CacheOutcome lookUp) {
    cached = lookUp;
  }

  /** That word; null where nothing was looked up. */
  @Nullable CacheOutcome cached() {
    return cached;
  }

  /** A limit refused it, or left somebody out who would have been asked; the last word counts. */
  public void limitedBy(String name) {
    limit = name;
  }

  /** The last limit that stood in its way, or null. */
  public @Nullable String limitedBy() {
    return limit;
  }

  /** Whether a whole answer says that it has come to its end; the client gets it all the same. */
  public void ended(boolean toItsEnd) {
    ended = toItsEnd;
  }

  /** Whether the answer may be given to others: a whole one that has come to its end. */
  public boolean hasEnded() {
    return ended;
  }
}
