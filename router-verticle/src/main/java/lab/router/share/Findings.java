package lab.router.share;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import lab.contract.NodeId;
import lab.contract.ProviderName;
import lab.contract.Role;
import lab.contract.members.Members.Member;
import org.jspecify.annotations.Nullable;
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

  /** How long, once another node was heard, it waits for those that are silent: two heartbeats. */
  static final Duration OF_SILENT = Duration.ofSeconds(2);

  /**
   * How long a node that stood still waits until it hears any of those that it heard before. They
   * may have thrown it out, and it joins them anew; cut off from them, it then serves alone.
   */
  static final Duration OUTSIDE = Duration.ofSeconds(20);

  /**
   * What a node hears within this time after it stood still may have lain in its connections since
   * before, and counts nothing: all is told again as long as it joins.
   */
  static final Duration BACKLOG = Duration.ofSeconds(1);

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
    return from(Set.of(), Instant.MIN, PATIENCE);
  }

  /**
   * The same after this node stood still: those who lived before are to be heard again.
   *
   * @param before who lived then
   */
  Future<Void> again(Set<NodeId> before) {
    Instant from = clock.instant().plus(BACKLOG);
    return from(before, from, before.isEmpty() ? PATIENCE : OUTSIDE);
  }

  private Future<Void> from(Set<NodeId> before, Instant from, Duration patience) {
    heard.clear();
    Wait wait = new Wait(before, from, clock.instant().plus(patience));
    wait.look();
    return wait.over.future();
  }

  /** One wait for all of them. Belongs to one event loop. */
  private final class Wait {
    private final Promise<Void> over = Promise.promise();
    private final Set<NodeId> before;
    private final Instant from;
    private Instant end;
    private boolean begun;

    /** When another node was first heard, or null. */
    private @Nullable Instant answered;

    /**
     * @param from when what is heard begins to count
     */
    Wait(Set<NodeId> before, Instant from, Instant end) {
      this.before = before;
      this.from = from;
      this.end = end;
    }

    void look() {
      Instant now = clock.instant();
      if (now.isBefore(from)) {
        lookLater();
        return;
      }
      if (!begun) {
        begun = true;
        heard.clear();
      }
      if (answered == null && hearsOthers(now)) {
        answered = now;
        end = now.plus(PATIENCE).isBefore(end) ? now.plus(PATIENCE) : end;
      }
      List<String> silent = silent(now);
      List<String> unheard = unheard(now);
      boolean waits = !unheard.isEmpty() || (!silent.isEmpty() && mayAnswer(now));
      if (waits && now.isBefore(end)) {
        lookLater();
        return;
      }
      warn(silent, unheard);
      over.complete();
    }

    private void lookLater() {
      long unused = vertx.setTimer(LOOK_EVERY.toMillis(), due -> look());
    }

    /** Whether those who are silent may still be on their way. */
    private boolean mayAnswer(Instant now) {
      return answered == null || now.isBefore(answered.plus(OF_SILENT));
    }

    private boolean hearsOthers(Instant now) {
      return others.members().living(now).stream().anyMatch(one -> isHeard(one) && !isSelf(one));
    }

    private boolean isHeard(Member member) {
      return isSelf(member) || !member.heardAt().isBefore(from);
    }

    private boolean isSelf(Member member) {
      return member.heartbeat().node().equals(others.members().self());
    }

    /** Nodes that should be heard and are not. */
    private List<String> silent(Instant now) {
      Set<NodeId> silent = new TreeSet<>(Comparator.comparing(NodeId::value));
      silent.addAll(others.listed().get());
      silent.addAll(before);
      others.members().living(now).stream()
          .filter(this::isHeard)
          .map(one -> one.heartbeat().node())
          .forEach(silent::remove);
      return silent.stream().map(node -> "node " + node).toList();
    }
  }

  private static void warn(List<String> silent, List<String> unheard) {
    List<String> missing = new ArrayList<>(silent);
    missing.addAll(unheard);
    if (!missing.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("because", "nothing was heard of " + String.join(", ", missing))
          .log("going on without all that other nodes know");
    }
  }

  /** Providers that one of the nodes that are heard polls, and of which nothing was heard. */
  private List<String> unheard(Instant now) {
    return others.polled().get().stream()
        .filter(one -> !heard.contains(one))
        .filter(one -> others.members().owner(one.value(), Role.HEALTH, now).isPresent())
        .map(one -> "provider " + one)
        .toList();
  }
}
