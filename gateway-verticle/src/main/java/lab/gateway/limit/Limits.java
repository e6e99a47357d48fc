package lab.gateway.limit;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import lab.config.ClientKey;
import lab.config.Configuration;
import lab.config.KeyHash;
import lab.config.RateLimit;
import lab.contract.Candidate;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import lab.dialect.Failure;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Step;
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

  private volatile Table table = Table.EMPTY;

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
    table = Table.of(configuration, pool);
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
    Table now = table;
    if (now.isEmpty()) {
      then.accept(Taken.NOTHING);
      return;
    }
    Meters model = now.model(candidate, exchange.call().model());
    Meters provider = now.provider(candidate);
    Meters shown = model == null ? provider : model;
    if (shown == null) {
      then.accept(Taken.NOTHING);
      return;
    }
    if (!(exchange.quota() instanceof Allowance)) {
      exchange.quota(shown);
    }
    List<Share> shares = new ArrayList<>(4);
    add(shares, model, exchange);
    add(shares, provider, exchange);
    Taking.all(
        shares,
        refusal ->
            Step.of(
                exchange,
                () -> {
                  if (refusal == null) {
                    slots(exchange, new Taken(shares), slotsOf(model, provider), then, leftOut);
                  } else {
                    leftOut.accept(refusal.failure());
                  }
                }));
  }

  private static Iterator<SlotLimit> slotsOf(@Nullable Meters model, @Nullable Meters provider) {
    List<SlotLimit> limits = new ArrayList<>(2);
    if (model != null && model.slots() != null) {
      limits.add(model.slots());
    }
    if (provider != null && provider.slots() != null) {
      limits.add(provider.slots());
    }
    return limits.iterator();
  }

  /** A bug in what follows shall not keep a slot for ever. */
  private static void goOn(Taken taken, Consumer<Taken> then) {
    try {
      then.accept(taken);
    } catch (RuntimeException bug) {
      taken.letGo();
      throw bug;
    }
  }

  /** Takes one of each, or gives all of it back. */
  private void slots(
      Exchange exchange,
      Taken taken,
      Iterator<SlotLimit> limits,
      Consumer<Taken> then,
      Consumer<Failure> leftOut) {
    if (!limits.hasNext()) {
      goOn(taken, then);
      return;
    }
    SlotLimit limit = limits.next();
    Consumer<Boolean> told =
        there ->
            Step.of(
                exchange,
                () -> {
                  if (there) {
                    slots(exchange, taken, limits, then, leftOut);
                  } else {
                    taken.undo();
                    leftOut.accept(limit.failure());
                  }
                });
    Slot slot = new Slot(limit, slots, 0, false, told);
    taken.add(slot);
    slots.enter(slot);
  }

  private static void add(List<Share> shares, @Nullable Meters meters, Exchange exchange) {
    if (meters != null && meters.requests() != null) {
      shares.add(Share.request(meters.requests()));
    }
    if (meters != null && meters.tokens() != null) {
      shares.add(Share.tokens(meters.tokens(), exchange.call().facts()));
    }
  }

  private @Nullable Meters metersOf(@Nullable ClientKey key) {
    if (key == null) {
      return null;
    }
    ClientKey.Limits limits = key.limits();
    if (!rates(limits).limits() && !limits.hasBudget()) {
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
    return Meters.of(Limit.Scope.KEY, key.alias(), key.hash().hex(), rates(key.limits()), pool);
  }

  private static RateLimit rates(ClientKey.Limits limits) {
    return new RateLimit(limits.rpm(), limits.tpm(), limits.maxParallelRequests());
  }
}
