package lab.router.board;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lab.contract.NodeId;
import lab.contract.ProviderDigest;
import lab.contract.ProviderDigest.OfModel;
import lab.contract.ProviderDigest.OfProvider;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/**
 * The other nodes, as their digests tell of them. What one has in flight counts for as long as it
 * is heard; what became of its attempts counts once. One thread at a time.
 */
final class Peers {
  /** Its digests come once a second. With the pause between two looks it is two seconds. */
  static final Duration LONGEST_SILENCE = Duration.ofMillis(1_800);

  /** Which digests of a silent node were heard: none arrives that much later. */
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final Function<ProviderName, @Nullable ProviderBoard> providers;
  private final Map<NodeId, Peer> known = new HashMap<>();

  /** So many in flight, added to a load. */
  private record Share(Load load, int inFlight) {}

  /** One life of a node. */
  private record Peer(Instant since, long number, Instant heardAt, List<Share> shares) {
    boolean knows(ProviderDigest digest) {
      return since.isAfter(digest.since())
          || (since.equals(digest.since()) && number >= digest.number());
    }
  }

  /**
   * @param providers those of the configuration in force; null for others
   */
  Peers(Function<ProviderName, @Nullable ProviderBoard> providers) {
    this.providers = providers;
  }

  void hear(ProviderDigest digest, Instant now) {
    Peer before = known.get(digest.node());
    if (before != null && before.knows(digest)) {
      return;
    }
    takeBack(before);
    List<Share> shares = new ArrayList<>();
    for (OfProvider one : digest.providers()) {
      ProviderBoard provider = providers.apply(one.provider());
      if (provider != null) {
        add(provider, one, shares);
        provider.heard(one, now);
      }
    }
    Peer after = new Peer(digest.since(), digest.number(), now, shares);
    known.put(digest.node(), after);
  }

  private static void add(ProviderBoard provider, OfProvider told, List<Share> shares) {
    add(provider.load(), told.inFlight(), shares);
    for (OfModel one : told.models()) {
      if (one.inFlight() > 0) {
        add(provider.load(one.model()), one.inFlight(), shares);
      }
    }
  }

  private static void add(@Nullable Load load, int inFlight, List<Share> shares) {
    if (load != null && inFlight > 0) {
      load.elsewhere(inFlight);
      shares.add(new Share(load, inFlight));
    }
  }

  private static void takeBack(@Nullable Peer peer) {
    if (peer != null) {
      peer.shares().forEach(share -> share.load().elsewhere(-share.inFlight()));
    }
  }

  /** Takes back what those have in flight who are silent; who is gone for good is forgotten. */
  void dropSilent(Instant now) {
    known
        .values()
        .removeIf(peer -> peer.shares().isEmpty() && peer.heardAt().plus(REMEMBERED).isBefore(now));
    known.replaceAll(
        (node, peer) -> {
          if (peer.shares().isEmpty() || now.isBefore(peer.heardAt().plus(LONGEST_SILENCE))) {
            return peer;
          }
          takeBack(peer);
          return new Peer(peer.since(), peer.number(), peer.heardAt(), List.of());
        });
  }
}
