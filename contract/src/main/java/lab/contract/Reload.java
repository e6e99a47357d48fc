package lab.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the nodes of a cluster come to go by another configuration, all in one step: who brings it
 * asks each whether it could ({@link Prepare}), and when nobody says no, tells each to do so
 * ({@link Commit}). Who missed that asks for it ({@link Fetch}).
 */
public sealed interface Reload extends BusMessage {

  /** Asked by the node that brings a configuration, of each other node. */
  Question<Prepare, Verdict> PREPARE =
      new Question<>(
          "lab.reload.prepare", Prepare.class, Verdict.class, Reach.CLUSTER, Duration.ofSeconds(2));

  /** Asked by the same node, once nobody said no; and also when somebody did. */
  Question<Commit, Verdict> COMMIT =
      new Question<>(
          "lab.reload.commit", Commit.class, Verdict.class, Reach.CLUSTER, Duration.ofSeconds(2));

  /** Asked by a node that heard of a newer configuration than its own. */
  Question<Fetch, Content> FETCH =
      new Question<>(
          "lab.reload.fetch", Fetch.class, Content.class, Reach.CLUSTER, Duration.ofSeconds(2));

  /** Told by each node to itself, for its metrics. */
  Notice<Tried> TRIED = new Notice<>("lab.reload.tried", Tried.class, Reach.NODE);

  /**
   * A configuration as it travels and is kept. References to the environment are in it as they are
   * written: each node puts in its own values.
   *
   * @param epoch its number in the cluster, from 1; 0 where it is not in force yet
   * @param at when it was brought
   * @param by the node that brought it
   * @param who asked for it, for people
   * @param why it was brought, for people
   * @param files texts by name
   * @param statuses what operators said of providers, by name: {@code active} or {@code disabled}
   */
  record Content(
      long epoch,
      Instant at,
      NodeId by,
      String who,
      String why,
      Map<String, String> files,
      Map<String, String> statuses)
      implements Reload {
    public Content {
      // Sorted, so that the same content is always written the same way.
      files = Collections.unmodifiableMap(new TreeMap<>(files));
      statuses = Collections.unmodifiableMap(new TreeMap<>(statuses));
    }
  }

  /**
   * Could you go by this?
   *
   * @param content what is brought
   */
  record Prepare(Content content) implements Reload {}

  /**
   * The answer.
   *
   * @param yes whether it could, or has done so
   * @param because why not, for people; empty where it says yes
   */
  record Verdict(boolean yes, String because) implements Reload {}

  /**
   * Do so now, or forget it.
   *
   * @param epoch which
   * @param hash a digest of what it is
   * @param go whether nobody said no
   */
  record Commit(long epoch, String hash, boolean go) implements Reload {}

  /**
   * What do you go by?
   *
   * @param by who asks
   */
  record Fetch(NodeId by) implements Reload {}

  /**
   * Another configuration was brought to this node.
   *
   * @param activated whether it is in force now
   * @param errors how many there were in its files
   */
  record Tried(boolean activated, int errors) implements Reload {}
}
