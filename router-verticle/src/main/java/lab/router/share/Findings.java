package lab.router.share;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lab.contract.NodeId;
import lab.contract.ProviderName;
import lab.contract.Role;
import lab.contract.members.Members.Member;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the newest findings of all polls that other nodes make were heard. Their pollers tell
 * them again while this node joins. Safe on every thread.
 */
public final class Findings {
  private static final Logger LOG = LoggerFactory.getLogger(Findings.class);

  /**
   * How long a node waits for them: one that is listed may be frozen, a first poll may take long.
   */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final Vertx vertx;
  private final Others others;
  private final InstantSource clock;
  private final Set<ProviderName> heard = ConcurrentHashMap.newKeySet();

  /** None were heard yet. */
  public Findings(Vertx vertx, Others others, InstantSource clock) {
    this.vertx = vertx;
    this.others = others;
    this.clock = clock;
  }

  /** The newest finding about a provider was heard. */
  public void heard(ProviderName provider) {
    boolean unused = heard.add(provider);
  }

  /** Completes once all were heard from now on, or after {@link #PATIENCE} with a warning. */
  Future<Void> all() {
    heard.clear();
    Promise<Void> all = Promise.promise();
    look(clock.instant().plus(PATIENCE), all);
    return all.future();
  }

  private void look(Instant end, Promise<Void> all) {
    Instant now = clock.instant();
    List<String> missing = missing(now);
    if (!missing.isEmpty() && now.isBefore(end)) {
      long unused = vertx.setTimer(LOOK_EVERY.toMillis(), due -> look(end, all));
      return;
    }
    if (!missing.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("because", "nothing was heard of " + String.join(", ", missing))
          .log("going on without all that other nodes know");
    }
    all.complete();
  }

  /** Nodes that were not heard, and providers that one of them polls. */
  private List<String> missing(Instant now) {
    List<String> missing = new ArrayList<>();
    Set<NodeId> silent = new HashSet<>(others.listed().get());
    for (Member member : others.members().living(now)) {
      boolean unused = silent.remove(member.heartbeat().node());
    }
    silent.forEach(node -> missing.add("node " + node));
    for (ProviderName provider : others.polled().get()) {
      boolean polled = others.members().owner(provider.value(), Role.HEALTH, now).isPresent();
      if (polled && !heard.contains(provider)) {
        missing.add("provider " + provider);
      }
    }
    return missing;
  }
}
