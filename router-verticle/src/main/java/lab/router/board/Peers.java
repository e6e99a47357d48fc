package lab.router.board;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lab.contract.CircuitChanged.Place;
import lab.contract.NodeId;
import lab.contract.ProviderDigest;
import lab.contract.ProviderDigest.OfModel;
import lab.contract.ProviderDigest.OfProvider;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/**
 * The other nodes, as their digests tell of them. What one has in flight, or tries, counts for as
 * long as it is heard; what became of its attempts counts once. One thread at a time.
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

  /**
   * One life of a node.
   *
   * @param shares what it has in flight
   * @param tries what it tries
   */
  private record Peer(
      Instant since, long number, Instant heardAt, List<Share> shares, List<Fuse> tries) {
    boolean isIdle() {
      return shares.isEmpty() && tries.isEmpty();
    }

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
    List<Fuse> tries = tries(digest);
    tries.forEach(fuse -> fuse.elsewhere(1));
    Peer after = new Peer(digest.since(), digest.number(), now, shares, tries);
    known.put(digest.node(), after);
  }

  private List<Fuse> tries(ProviderDigest digest) {
    List<Fuse> tries = new ArrayList<>();
    for (Place place : digest.trying()) {
      ProviderBoard provider = providers.apply(place.provider());
      Fuse fuse = provider == null ? null : provider.fuse(place);
      if (fuse != null) {
        tries.add(fuse);
      }
    }
    return tries;
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
      peer.tries().forEach(fuse -> fuse.elsewhere(-1));
    }
  }

  /** Takes back what those have in flight who are silent; who is gone for good is forgotten. */
  void dropSilent(Instant now) {
    known.values().removeIf(peer -> peer.isIdle() && peer.heardAt().plus(REMEMBERED).isBefore(now));
    known.replaceAll(
        (node, peer) -> {
          if (peer.isIdle() || now.isBefore(peer.heardAt().plus(LONGEST_SILENCE))) {
            return peer;
          }
          takeBack(peer);
          return new Peer(peer.since(), peer.number(), peer.heardAt(), List.of(), List.of());
        });
  }
}
