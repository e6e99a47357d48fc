package lab.gateway.limit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import lab.contract.Candidate;
import lab.dialect.Failure;
import lab.gateway.call.Exchange;
import lab.gateway.call.Step;
import org.jspecify.annotations.Nullable;

/**
 * One attempt's way past the limits of its model and its provider: it has of each what it needs, or
 * of none. Event loop of its exchange.
 */
final class Passage {
  private final Exchange exchange;
  private final Candidate candidate;
  private final List<Meters> meters;
  private final SlotPool pool;
  private final Budgets budgets;
  private final Consumer<Taken> then;
  private final Consumer<Failure> leftOut;

  /**
   * @param candidate who is to be asked
   * @param meters the limits, at least one
   * @param then gets what was taken
   * @param leftOut gets the reason where one of them is reached
   */
  Passage(
      Exchange exchange,
      Candidate candidate,
      List<Meters> meters,
      SlotPool pool,
      Budgets budgets,
      Consumer<Taken> then,
      Consumer<Failure> leftOut) {
    this.exchange = exchange;
    this.candidate = candidate;
    this.meters = meters;
    this.pool = pool;
    this.budgets = budgets;
    this.then = then;
    this.leftOut = leftOut;
  }

  void begin() {
    Overspent over =
        meters.stream()
            .map(Meters::purse)
            .filter(Objects::nonNull)
            .map(budgets::over)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    if (over != null) {
      leave(over.named(), budgets.failure(over));
      return;
    }
    List<Share> shares = new ArrayList<>(4);
    meters.forEach(each -> add(shares, each));
    Taking.all(
        shares, refusal -> Step.of(exchange, () -> taken(new Taken(shares, bill()), refusal)));
  }

  private void leave(String limit, Failure why) {
    exchange.outcome().limitedBy(limit);
    leftOut.accept(why);
  }

  private void add(List<Share> shares, Meters each) {
    if (each.requests() != null) {
      shares.add(Share.request(each.requests()));
    }
    if (each.tokens() != null) {
      shares.add(Share.tokens(each.tokens(), exchange.call().facts()));
    }
  }

  private @Nullable Bill bill() {
    List<Purse> purses = meters.stream().map(Meters::purse).filter(Objects::nonNull).toList();
    return purses.isEmpty() ? null : new Bill(budgets, candidate, exchange.call().facts(), purses);
  }

  private void taken(Taken taken, @Nullable Refusal refusal) {
    if (refusal != null) {
      leave(refusal.limit().named(), refusal.failure());
    } else {
      slots(taken, meters.stream().map(Meters::slots).filter(Objects::nonNull).iterator());
    }
  }

  /** Takes one of each, or gives all of it back. */
  private void slots(Taken taken, Iterator<SlotLimit> limits) {
    if (!limits.hasNext()) {
      goOn(taken);
      return;
    }
    SlotLimit limit = limits.next();
    Consumer<Boolean> told =
        there ->
            Step.of(
                exchange,
                () -> {
                  if (there) {
                    slots(taken, limits);
                  } else {
                    taken.undo();
                    leave(limit.named(), limit.failure());
                  }
                });
    Slot slot = new Slot(limit, pool, 0, false, told);
    taken.add(slot);
    pool.enter(slot);
  }

  /** A bug in what follows shall not keep a slot for ever. */
  private void goOn(Taken taken) {
    try {
      then.accept(taken);
    } catch (RuntimeException bug) {
      taken.letGo();
      throw bug;
    }
  }
}
