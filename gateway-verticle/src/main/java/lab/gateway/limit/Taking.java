package lab.gateway.limit;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes of several limits: all that is needed, or nothing. */
final class Taking {
  private Taking() {}

  /**
   * Takes it.
   *
   * @param done gets null where all was there, else the first limit that left no room
   */
  static void all(List<Share> shares, Consumer<@Nullable Refusal> done) {
    for (int i = 0; i < shares.size(); i++) {
      Refusal refusal = shares.get(i).take();
      if (refusal != null) {
        shares.subList(0, i).forEach(Share::giveBack);
        done.accept(refusal);
        return;
      }
    }
    done.accept(null);
  }
}
