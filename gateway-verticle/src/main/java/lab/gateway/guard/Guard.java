package lab.gateway.guard;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import lab.config.ClientKey;
import lab.config.Settings;
import lab.gateway.call.Caller;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.GatewayFailure.BadKey.Why;
import org.jspecify.annotations.Nullable;

/** Decides by the head of a request alone whether its sender may come in. Of one event loop. */
public final class Guard {
  private static final Caller ANYONE = new Caller.Anyone();
  private static final Caller OPERATOR = new Caller.Operator();

  private final KeyRing ring;
  private final FailedKeys failedKeys;
  private final Supplier<Settings> settings;
  private final InstantSource clock;
  private final SentKey sent = new SentKey();

  /** The last host that was found good: nearly always the next one too. */
  private String goodHost = "localhost";

  private Set<String> goodBy = Set.of();

  private Guard(
      KeyRing ring, FailedKeys failedKeys, Supplier<Settings> settings, InstantSource clock) {
    this.ring = ring;
    this.failedKeys = failedKeys;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * A guard of an event loop.
   *
   * @param ledger of the node
   * @param settings in force
   */
  public static Guard of(KeyLedger ledger, Supplier<Settings> settings, InstantSource clock) {
    return new Guard(ledger.ring(), ledger.failedKeys(), settings, clock);
  }

  /** What was decided. */
  public sealed interface Verdict {
    /** It may come in. */
    record Admitted(Caller caller) implements Verdict {}

    /**
     * It may not.
     *
     * @param slowly whether its sender has tried too often
     */
    record Refused(GatewayFailure failure, boolean slowly) implements Verdict {}
  }

  /** Looks at a request for something in an area. */
  public Verdict look(HttpServerRequest request, Area area) {
    return switch (area) {
      case PUBLIC -> admitted(ANYONE);
      case METRICS ->
          ring.needsKey() && settings.get().access().metricsNeedKey()
              ? withKey(request)
              : openly(request, ANYONE);
      case CLIENTS -> ring.needsKey() ? withKey(request) : openly(request, ANYONE);
      case OPERATORS -> operator(request);
    };
  }

  /** Looks at a request at a port that never asks for a key. */
  public Verdict lookOpenly(HttpServerRequest request, Area area) {
    return area == Area.PUBLIC ? admitted(ANYONE) : openly(request, ANYONE);
  }

  private Verdict operator(HttpServerRequest request) {
    if (ring.hasMaster()) {
      Verdict verdict = withKey(request);
      return verdict instanceof Verdict.Admitted(Caller.Client client)
          ? refused(new GatewayFailure.OperatorsOnly("this key is a client's"))
          : verdict;
    }
    return ring.isOpen() || Source.isHere(request)
        ? openly(request, OPERATOR)
        : refused(new GatewayFailure.OperatorsOnly("there is none, so only this machine may ask"));
  }

  private Verdict withKey(HttpServerRequest request) {
    String key = SentKey.in(request.headers());
    if (key == null) {
      return refused(new GatewayFailure.BadKey(Why.MISSING));
    }
    byte[] hash = sent.hash(key);
    Caller caller = hash == null ? null : ring.find(hash);
    return switch (caller) {
      case null -> unknown(request);
      case Caller.Client client -> inForce(client);
      case Caller.Operator operator -> admitted(operator);
      case Caller.Anyone anyone -> admitted(anyone);
    };
  }

  private Verdict inForce(Caller.Client client) {
    ClientKey key = client.key();
    if (key.disabled()) {
      return refused(new GatewayFailure.BadKey(Why.DISABLED));
    }
    Instant expires = key.expires();
    return expires != null && !key.isValid(clock.instant())
        ? refused(new GatewayFailure.BadKey(Why.EXPIRED))
        : admitted(client);
  }

  private Verdict unknown(HttpServerRequest request) {
    boolean often =
        failedKeys.failed(
            Source.of(request, settings.get().access().trustedProxies()), System.nanoTime());
    return new Verdict.Refused(
        often
            ? new GatewayFailure.TooManyBadKeys(FailedKeys.EACH)
            : new GatewayFailure.BadKey(Why.UNKNOWN),
        often);
  }

  /** Without a key: then only where no page of somewhere else can be the one that asks. */
  private Verdict openly(HttpServerRequest request, Caller caller) {
    if (ring.needsKey()) {
      return admitted(caller);
    }
    Settings now = settings.get();
    String host = host(request);
    if (host != null && !isGood(host, now)) {
      return refused(new GatewayFailure.ForeignHost(HostNames.of(host)));
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin == null || isGoodOrigin(origin, host, now)
        ? admitted(caller)
        : refused(new GatewayFailure.ForeignOrigin(origin));
  }

  private static @Nullable String host(HttpServerRequest request) {
    String host = request.getHeader(HttpHeaders.HOST);
    return host == null && request.authority() != null ? request.authority().toString() : host;
  }

  private boolean isGood(String host, Settings now) {
    Set<String> allowed = now.access().allowedHosts();
    if (host.equals(goodHost) && allowed.equals(goodBy)) {
      return true;
    }
    boolean good = HostNames.isOurs(HostNames.of(host), allowed);
    if (good) {
      goodHost = host;
      goodBy = allowed;
    }
    return good;
  }

  private static boolean isGoodOrigin(String origin, @Nullable String host, Settings now) {
    int scheme = origin.indexOf("://");
    if (scheme < 0) {
      return false; // "null": a page without an origin, which any other page can make.
    }
    String place = origin.substring(scheme + 3);
    return place.equals(host)
        || HostNames.isLoopback(HostNames.of(place))
        || now.cors().allows(origin);
  }

  private static Verdict admitted(Caller caller) {
    return new Verdict.Admitted(caller);
  }

  private static Verdict refused(GatewayFailure failure) {
    return new Verdict.Refused(failure, false);
  }
}
