package lab.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys that a node has issued or taken back, so that every node knows them. Of each key the last
 * word counts, whatever the order in which words are heard. No key is in it: hashes are.
 *
 * @param keys the last word on each
 */
public record KeysTold(List<Issued> keys) implements BusMessage {

  /** Told by a gateway when it issues a key or takes one back. */
  public static final Notice<KeysTold> LINE =
      new Notice<>("lab.keys", KeysTold.class, Reach.CLUSTER);

  public KeysTold {
    keys = List.copyOf(keys);
  }

  /**
   * A word on a key.
   *
   * @param hash its SHA-256, 64 hexadecimal digits
   * @param json what it may be used for, one JSON object; null once it has been taken back
   * @param at when this was said
   */
  public record Issued(String hash, @Nullable String json, Instant at) {
    /** Whether this is said after the other; at the same time what takes back counts. */
    public boolean isAfter(Issued other) {
      return at.equals(other.at) ? json == null && other.json != null : at.isAfter(other.at);
    }
  }

  /**
   * Which keys do you know?
   *
   * @param digest of those that the asker knows; where it is the answerer's too, the answer is
   *     empty
   */
  public record Query(String digest) implements BusMessage {

    /** Asked by a gateway that starts, and now and then, for words may be lost. */
    public static final Question<Query, KeysTold> LINE =
        new Question<>(
            "lab.keys.known", Query.class, KeysTold.class, Reach.CLUSTER, Duration.ofSeconds(1));
  }

  /**
   * What keys, models and providers have spent, as it has changed of late or as one node knows it.
   * A sum only grows, so the largest word on each is the newest.
   *
   * @param sums each node's part for itself
   */
  public record Spent(List<Sum> sums) implements BusMessage {

    /** Told by a gateway once a second where its part has changed, and bit by bit again. */
    public static final Notice<Spent> LINE =
        new Notice<>("lab.keys.spent", Spent.class, Reach.CLUSTER);

    public Spent {
      sums = List.copyOf(sums);
    }

    /**
     * What has been spent, as far as you know?
     *
     * @param asker who wants to know
     */
    public record Query(NodeId asker) implements BusMessage {

      /** Asked by a gateway that starts. */
      public static final Question<Query, Spent> LINE =
          new Question<>(
              "lab.keys.spending", Query.class, Spent.class, Reach.CLUSTER, Duration.ofSeconds(1));
    }
  }

  /**
   * What somebody has spent at one node.
   *
   * @param account of whom, and of what where that is not money: {@code api_key/} and a SHA-256,
   *     {@code provider/openai}, {@code requests/provider/openai}
   * @param span a day like {@code 2026-01-31} or a month like {@code 2026-01}, of UTC
   * @param node where
   * @param amount US dollars, requests or tokens, 0 or more
   */
  public record Sum(String account, String span, NodeId node, double amount) {}
}
