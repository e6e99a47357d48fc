package lab.gateway.limit;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes of several limits: all that is needed, or nothing. Event loop of the request. */
final class Taking {
  private final List<Share> shares;
  private final Consumer<@Nullable Refusal> done;

  private Taking(List<Share> shares, Consumer<@Nullable Refusal> done) {
    this.shares = shares;
    this.done = done;
  }

  /**
   * Takes it, mostly at once.
   *
   * @param done gets null where all was there, else the first limit that left no room
   */
  static void all(List<Share> shares, Consumer<@Nullable Refusal> done) {
    new Taking(shares, done).from(0);
  }

  private void from(int next) {
    for (int i = next; i < shares.size(); i++) {
      Share share = shares.get(i);
      if (!share.possible()) {
        failed(i, share.never());
        return;
      }
      if (!share.take()) {
        ask(i, share);
        return;
      }
    }
    done.accept(null);
  }

  private void ask(int at, Share share) {
    share
        .meter()
        .ask(
            share.amount(),
            refusal -> {
              if (refusal == null) {
                from(at + 1);
              } else {
                failed(at, refusal);
              }
            });
  }

  private void failed(int at, Refusal refusal) {
    shares.subList(0, at).forEach(Share::giveBack);
    done.accept(refusal);
  }
}
