package lab.app;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import lab.config.Configuration;
import lab.config.Finding;
import lab.config.Loading;
import lab.config.Provider;
import lab.config.ProviderStatus;
import lab.contract.ProviderName;
import lab.contract.Reload;
import org.jspecify.annotations.Nullable;

/**
 * What operators and changed files wish: another configuration, brought into force on this node and
 * all others. One wish after the other; what takes long is done on a worker. May be asked on any
 * thread.
 */
final class Reloading {
  private final Vertx vertx;
  private volatile @Nullable Context context;
  private final ConfigSource source;
  private final Installed installed;
  private final TwoPhases phases;
  private Future<?> last = Future.succeededFuture();

  /**
   * @param installed what is in force
   * @param phases brings things into force on all nodes
   */
  Reloading(Vertx vertx, ConfigSource source, Installed installed, TwoPhases phases) {
    this.vertx = vertx;
    this.source = source;
    this.installed = installed;
    this.phases = phases;
  }

  /** Its event loop; said once, before anybody wishes something. */
  void runsOn(Context own) {
    context = own;
  }

  /**
   * Reads the folder, and goes by what it says.
   *
   * @param who asks, for people
   * @param why for people
   */
  Future<Outcome> reload(String who, String why) {
    return inTurn(
        () ->
            vertx.executeBlocking(source.folder()::read).compose(read -> propose(read, who, why)));
  }

  private Future<Outcome> propose(ConfigFolder.Read read, String who, String why) {
    installed.localIs(read.texts());
    Reload.Content now = installed.now().content();
    return switch (read.loading()) {
      case Loading.Valid(Configuration configuration, List<Finding> findings) -> {
        if (read.texts().equals(now.files())) {
          installed.isFine();
          yield Future.succeededFuture(new Outcome.Unchanged(now));
        }
        yield phases.bring(read.texts(), now.statuses(), who, why);
      }
      case Loading.Invalid(List<Finding> findings) -> refused(Maker.refused(findings));
      case Loading.Unreadable(String because, List<Finding> findings) ->
          refused(new Outcome.Refused(because, findings, false));
    };
  }

  private Future<Outcome> refused(Outcome.Refused why) {
    installed.refused(why);
    return Future.succeededFuture(why);
  }

  /**
   * Takes a provider out of use or back into it, whatever the files say; kept until told otherwise.
   *
   * @param status {@code ACTIVE} or {@code DISABLED}
   * @param who asks, for people
   */
  Future<Outcome> set(ProviderName name, ProviderStatus status, String who) {
    return inTurn(() -> setNow(name, status, who));
  }

  private Future<Outcome> setNow(ProviderName name, ProviderStatus status, String who) {
    Provider provider = installed.configuration().providers().get(name);
    if (provider == null || !provider.canBeUsed()) {
      return Future.succeededFuture(
          new Outcome.Refused(
              provider == null
                  ? "there is no provider " + name
                  : name + " is not complete in its file; it can not be used"));
    }
    Reload.Content now = installed.now().content();
    String word = status.label();
    if (provider.status() == status) {
      return Future.succeededFuture(new Outcome.Unchanged(now));
    }
    Map<String, String> statuses = new TreeMap<>(now.statuses());
    String unused = statuses.put(name.value(), word);
    return phases.bring(now.files(), statuses, who, "provider " + name + " is " + word);
  }

  private Future<Outcome> inTurn(Supplier<Future<Outcome>> wish) {
    Promise<Outcome> done = Promise.promise();
    Objects.requireNonNull(context)
        .runOnContext(
            begin -> {
              Future<Outcome> next = last.transform(ended -> wish.get());
              last = next;
              next.onComplete(done);
            });
    return done.future();
  }

  /** How things stand now. */
  InForce inForce() {
    return installed.now();
  }

  /** The entries of the history, or none where none is kept. Blocks. */
  @Nullable History history() {
    return source.history();
  }
}
