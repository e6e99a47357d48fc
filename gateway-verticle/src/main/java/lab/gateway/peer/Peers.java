package lab.gateway.peer;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import lab.config.CacheSettings;
import lab.config.Settings;
import lab.contract.FlightClaim.Flight;
import lab.contract.NodeId;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import lab.gateway.peer.Claiming.Claimed;
import lab.gateway.peer.PeerPath.Kind;
import org.jspecify.annotations.Nullable;

/** The other nodes, as this one's requests need what they ask for or keep. Any thread. */
public final class Peers {
  /** Answers that are read from one node at a time; who comes then asks a provider. */
  private static final int MOST_STREAMS = 2_000;

  private final Vertx vertx;
  private final NodeId self;
  private final Claiming claiming;
  private final Signer signer;
  private final HttpClient client;
  private final OtherKeepers keepers;
  private final Duration firstWord;
  private final Duration longestStall;

  /**
   * @param members who lives, and where they can be read from
   * @param settings of this node
   * @param signer by which nodes know each other
   * @param options how to reach the others
   */
  public Peers(
      Vertx vertx,
      Bus bus,
      Members members,
      Settings settings,
      Signer signer,
      HttpClientOptions options,
      InstantSource clock) {
    CacheSettings cache = settings.cache();
    this.vertx = vertx;
    this.self = bus.node();
    this.claiming =
        new Claiming(
            bus, members, new Claims(cache.singleFlightTimeout()), cache.claimTimeout(), clock);
    this.signer = signer;
    this.firstWord = cache.peerTimeout();
    this.longestStall = settings.time().streamIdleTimeout();
    this.client =
        vertx.createHttpClient(
            options.setConnectTimeout(Math.toIntExact(firstWord.toMillis())),
            new PoolOptions().setHttp1MaxSize(MOST_STREAMS).setMaxWaitQueueSize(MOST_STREAMS));
    this.keepers = new OtherKeepers(this, client, firstWord);
  }

  /** What became of claims. */
  public Claiming claiming() {
    return claiming;
  }

  /**
   * Asks who leads.
   *
   * @param key a SHA-256
   * @param lost the leader that was told before and failed, or null
   * @return never fails
   */
  public Future<Claimed> claim(String key, @Nullable Flight lost) {
    return claiming.claim(key, lost);
  }

  /** A flight that was claimed is over. */
  public void over(String key, Flight mine) {
    claiming.over(key, mine);
  }

  /**
   * Reads an answer under way at another node, on the caller's event loop.
   *
   * @param key of the answer, its namespace included
   * @return lets go of it
   */
  public Runnable read(Flight leader, String key, Reading reading) {
    NodeId node = leader.node();
    PeerStream stream = new PeerStream(vertx, () -> claiming.lives(node), reading);
    Optional<RequestOptions> to = to(HttpMethod.GET, new PeerPath(Kind.FLIGHT, node, key));
    if (to.isEmpty()) {
      reading.lost();
      return () -> {};
    }
    stream.open(client, to.get(), firstWord);
    return stream::leave;
  }

  /** What they keep for themselves. */
  public OtherKeepers keepers() {
    return keepers;
  }

  /** A signed request; empty where its node can not be reached. */
  Optional<RequestOptions> to(HttpMethod method, PeerPath asked) {
    HostAndPort address = HostAndPort.parseAuthority(claiming.addressOf(asked.node()), -1);
    if (address == null || address.port() < 1) {
      return Optional.empty();
    }
    String path = asked.text();
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    signer.sign(method.name(), path, headers);
    return Optional.of(
        new RequestOptions()
            .setMethod(method)
            .setHost(address.host())
            .setPort(address.port())
            .setURI(path)
            .setHeaders(headers));
  }

  NodeId self() {
    return self;
  }

  /** Another living node that is so. */
  Optional<NodeId> other(Predicate<NodeId> so) {
    return claiming.living().filter(node -> !node.equals(self)).filter(so).findFirst();
  }

  PeerRequests requests(Vertx loops, Giver giver, Keeper keeper) {
    Strangers strangers = new Strangers(loops, Strangers.PATIENCE);
    return new PeerRequests(loops, self, signer, longestStall, giver, keeper, strangers);
  }
}
