package lab.gateway.cache;

import io.vertx.core.Future;
import lab.contract.Candidate;
import lab.contract.FlightClaim;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.gateway.peer.Claiming.Claimed;
import lab.gateway.peer.End;
import lab.gateway.peer.Peers;
import lab.gateway.peer.Reading;
import org.jspecify.annotations.Nullable;

/** What the flights of this node have to do with those of others. Any thread. */
final class OtherNodes {
  private final Peers peers;
  private final Stores stores;

  OtherNodes(Peers peers, Stores stores) {
    this.peers = peers;
    this.stores = stores;
  }

  /** Who leads; never fails. */
  Future<Claimed> claim(Asked asked, Flight flight) {
    return peers
        .claim(asked.hash(), asked.lost())
        .onSuccess(
            claimed -> {
              flight.claimed(claimed);
              if (!flight.isRunning()) {
                over(flight);
              }
            });
  }

  /** A flight is over, or can not be shared any more. */
  void over(Flight flight) {
    Claimed claimed = flight.claimed();
    if (claimed != null && claimed.leads()) {
      peers.over(Asked.hash(flight.key()), claimed.mine());
    }
  }

  /** Fills a flight with what comes from another node, on the flight's loop. */
  void read(FlightClaim.Flight leader, Flight flight) {
    FromPeer reading = new FromPeer(flight);
    flight.comesFrom(Part.Source.ELSEWHERE, reading::nobodyWaits);
    reading.leave = peers.read(leader, flight.key(), reading);
  }

  /** One answer that comes from another node. */
  private final class FromPeer implements Reading {
    private final Flight flight;
    private Runnable leave = () -> {};

    FromPeer(Flight flight) {
      this.flight = flight;
    }

    @Override
    public void begins(boolean streamed, boolean usageTold) {
      flight.is(streamed, usageTold);
    }

    @Override
    public void piece(byte[] piece) {
      flight.took(piece);
    }

    @Override
    public void complete(End end, byte[] last) {
      flight.complete(last, end.usage(), answer -> keep(answer, end.kept()));
    }

    private @Nullable StoredAnswer keep(Answer answer, End.@Nullable Kept as) {
      if (as == null) {
        return null;
      }
      Candidate by =
          new Candidate(new ProviderName(as.provider()), new ModelName(as.model()), "cache");
      StoredAnswer stored =
          new StoredAnswer(
              answer,
              by,
              as.fallback(),
              as.storedAt(),
              as.keptFor(),
              as.took(),
              answer.streamed() ? flight.pace() : Pace.UNKNOWN);
      // Its own node has kept it wherever all nodes look.
      stores.keepNear(flight.key(), stored);
      return stored;
    }

    @Override
    public void lost() {
      flight.over();
    }

    private void nobodyWaits() {
      if (!flight.isShared()) {
        leave.run();
        flight.over();
      }
    }
  }
}
