package lab.gateway.limit;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import lab.config.ClientKey;
import lab.config.Configuration;
import lab.config.KeyHash;
import lab.config.RateLimit;
import lab.config.Spending;
import lab.contract.Candidate;
import lab.contract.RequestFacts;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import lab.dialect.Failure;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import org.jspecify.annotations.Nullable;

/**
 * The limits of keys, models and providers, as the requests of one node go through them. One per
 * node; any thread, a request on its own event loop.
 */
public final class Limits {
  /** Twice as many as can be issued; beyond it all are looked up anew. */
  private static final int MOST_KEYS = 20_000;

  private final OverBus others;
  private final Pool pool;
  private final SlotPool slots;
  private final Budgets budgets;

  /** By key, whose limits may change. */
  private final ConcurrentHashMap<KeyHash, KeyMeters> keys = new ConcurrentHashMap<>();

  private volatile Table<Meters> table = Table.empty();

  private record KeyMeters(ClientKey.Limits limits, Meters meters) {}

  /**
   * @param members who else keeps accounts
   * @param budgets of keys
   * @param micros the time in microseconds of any origin, which never goes back
   */
  public Limits(Bus bus, Members members, Budgets budgets, LongSupplier micros) {
    this.budgets = budgets;
    this.others = new OverBus(bus);
    Owners owners = new Owners(members, InstantSource.system());
    this.pool = new Pool(owners, others, micros);
    this.slots = new SlotPool(owners, others, micros);
  }

  /** The node's part in the limits of the cluster. */
  Pool pool() {
    return pool;
  }

  /** Its part in those of parallel requests. */
  SlotPool slots() {
    return slots;
  }

  /** Takings that had to ask an account and were let in, since the start. */
  public long given() {
    return pool.given();
  }

  /** Takings that were refused. */
  public long refused() {
    return pool.refused();
  }

  /** Questions that another node did not answer in time. */
  public long silent() {
    return pool.silent();
  }

  /** Takes the limits of a configuration over; what was taken of them before still counts. */
  public void goesBy(Configuration configuration) {
    others.patience(configuration.settings().rates().claimTimeout());
    slots.goesBy(configuration.settings().rates());
    budgets.goesBy(configuration);
    table = Table.of(configuration, rule -> Meters.of(rule, pool));
    configuration.settings().access().keys().forEach(this::tellWhoWaits);
  }

  private void tellWhoWaits(ClientKey key) {
    Integer most = key.limits().maxParallelRequests();
    slots.goesBy(
        SlotLimit.of(
            Limit.Scope.KEY,
            key.alias(),
            key.hash().hex(),
            most == null ? Integer.MAX_VALUE : most));
  }

  /**
   * Counts a request against its key.
   *
   * @param then goes on with it
   * @param refused gets the reason where the key is at its limit
   */
  public void request(Exchange exchange, Runnable then, Consumer<GatewayFailure> refused) {
    ClientKey key = exchange.caller().key();
    Meters meters = metersOf(key);
    if (key == null || meters == null) {
      then.run();
      return;
    }
    Allowance allowance = new Allowance(exchange, meters, key, slots, budgets);
    exchange.quota(allowance);
    allowance.request(then, refused);
  }

  /** Sets aside the tokens of a request that a provider is to be asked for; else likewise. */
  public void tokens(Exchange exchange, Runnable then, Consumer<GatewayFailure> refused) {
    if (exchange.quota() instanceof Allowance allowance) {
      allowance.tokens(then, refused);
    } else {
      then.run();
    }
  }

  /**
   * Counts an attempt against its model and its provider.
   *
   * @param then gets what was taken, to be settled when the attempt ends
   * @param leftOut gets the reason where one of them is at its limit
   */
  public void attempt(
      Exchange exchange, Candidate candidate, Consumer<Taken> then, Consumer<Failure> leftOut) {
    Table<Meters> now = table;
    if (now.isEmpty()) {
      then.accept(Taken.NOTHING);
      return;
    }
    List<Meters> meters = now.of(candidate, exchange.call().model());
    if (meters.isEmpty()) {
      then.accept(Taken.NOTHING);
      return;
    }
    if (!(exchange.quota() instanceof Allowance)) {
      exchange.quota(meters.getFirst());
    }
    new Passage(exchange, candidate, meters, slots, budgets, then, leftOut).begin();
  }

  /** What a key has spent, in US dollars; 0 where that is not limited, for nobody counts then. */
  public double spent(ClientKey key) {
    Meters meters = metersOf(key);
    return meters == null || meters.purse() == null ? 0 : budgets.spent(meters.purse());
  }

  /** What limits the candidates of a request now, for an explanation; nothing is taken. */
  public LimitsTold told(RequestFacts facts) {
    Table<Meters> now = table;
    return new LimitsTold(
        (candidate, asked) ->
            now.of(candidate, asked).stream()
                .flatMap(meters -> meters.standings(facts, slots, budgets).stream())
                .toList());
  }

  private @Nullable Meters metersOf(@Nullable ClientKey key) {
    if (key == null) {
      return null;
    }
    ClientKey.Limits limits = key.limits();
    if (!limits.limits()) {
      return null;
    }
    KeyMeters known = keys.get(key.hash());
    if (known == null || !known.limits.equals(limits)) {
      if (keys.size() >= MOST_KEYS) {
        keys.clear();
      }
      known = new KeyMeters(limits, made(key));
      keys.put(key.hash(), known);
    }
    return known.meters;
  }

  private Meters made(ClientKey key) {
    Rule rule = new Rule(Limit.Scope.KEY, key.alias(), rates(key.limits()));
    return Meters.of(rule, key.hash().hex(), pool);
  }

  private static RateLimit rates(ClientKey.Limits limits) {
    return new RateLimit(
        limits.rpm(),
        limits.tpm(),
        limits.maxParallelRequests(),
        Spending.ofDollars(limits.budgetPerDay(), limits.budgetPerMonth()));
  }
}
