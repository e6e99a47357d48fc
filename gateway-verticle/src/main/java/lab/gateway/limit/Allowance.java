package lab.gateway.limit;

import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.function.Consumer;
import lab.config.ClientKey;
import lab.contract.CallFinished;
import lab.contract.Usage;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Quota;
import lab.gateway.call.Step;
import org.jspecify.annotations.Nullable;

/**
 * What one request has taken of its key's limits. That it came counts, however it is answered; its
 * tokens count where a provider was asked. What is refused counts nothing. Event loop of its
 * exchange.
 */
final class Allowance implements Quota {
  /** LiteLLM's word for what ran out. */
  private static final CharSequence TYPE = AsciiString.cached("rate_limit_type");

  /** Likewise for what its key has spent before it. */
  private static final CharSequence SPEND = AsciiString.cached("x-litellm-key-spend");

  /** For what it may spend. */
  private static final CharSequence BUDGET = AsciiString.cached("x-litellm-key-max-budget");

  /** And for its limits, which stand in OpenAI's headers too. */
  private static final CharSequence RPM = AsciiString.cached("x-litellm-key-rpm-limit");

  private static final CharSequence TPM = AsciiString.cached("x-litellm-key-tpm-limit");

  private final Exchange exchange;
  private final Meters meters;
  private final ClientKey key;
  private final SlotPool pool;
  private final Budgets budgets;
  private @Nullable Share tokens;
  private @Nullable Slot slot;
  private boolean over;

  Allowance(Exchange exchange, Meters meters, ClientKey key, SlotPool pool, Budgets budgets) {
    this.exchange = exchange;
    this.meters = meters;
    this.key = key;
    this.pool = pool;
    this.budgets = budgets;
  }

  /** Counts the request where there is money for it, and waits for its slot. */
  void request(Runnable then, Consumer<GatewayFailure> refused) {
    Overspent over = meters.purse() == null ? null : budgets.over(meters.purse());
    if (over != null) {
      exchange.outcome().limitedBy(over.named());
      refused.accept(over.refusal());
      return;
    }
    Meter requests = meters.requests();
    if (requests == null) {
      slot(then, refused);
    } else {
      take(Share.request(requests), () -> slot(then, refused), refused);
    }
  }

  private void slot(Runnable then, Consumer<GatewayFailure> refused) {
    SlotLimit limit = meters.slots();
    if (limit == null) {
      then.run();
      return;
    }
    Slot wanted =
        new Slot(
            limit,
            pool,
            key.limits().priority(),
            pool.maySomebodyWait(),
            there -> Step.of(exchange, () -> slot(limit, there, then, refused)));
    slot = wanted;
    pool.enter(wanted);
  }

  private void slot(
      SlotLimit limit, boolean there, Runnable then, Consumer<GatewayFailure> refused) {
    if (over) {
      return;
    }
    if (there) {
      then.run();
      return;
    }
    giveRequestBack();
    exchange.outcome().limitedBy(limit.named());
    refuse(limit.refusal(), refused);
  }

  private void giveRequestBack() {
    if (meters.requests() != null) {
      meters.requests().giveBack(1);
    }
  }

  private void refuse(GatewayFailure.OverLimit why, Consumer<GatewayFailure> refused) {
    if (!exchange.response().headWritten()) {
      exchange.response().headers().set(TYPE, why.unit());
    }
    refused.accept(why);
  }

  /** Sets aside the tokens that it may come to. */
  void tokens(Runnable then, Consumer<GatewayFailure> refused) {
    Meter meter = meters.tokens();
    if (meter == null || tokens != null) {
      then.run();
      return;
    }
    Share share = Share.tokens(meter, exchange.call().facts());
    take(
        share,
        () -> {
          tokens = share;
          then.run();
        },
        failure -> {
          giveRequestBack();
          refused.accept(failure);
        });
  }

  private void take(Share share, Runnable then, Consumer<GatewayFailure> refused) {
    if (share.take()) {
      then.run();
      return;
    }
    Taking.all(
        List.of(share), refusal -> Step.of(exchange, () -> taken(share, refusal, then, refused)));
  }

  private void taken(
      Share share, @Nullable Refusal refusal, Runnable then, Consumer<GatewayFailure> refused) {
    if (over) {
      if (refusal == null) {
        share.giveBack();
      }
    } else if (refusal == null) {
      then.run();
    } else {
      exchange.outcome().limitedBy(refusal.limit().named());
      refuse(refusal.refusal(), refused);
    }
  }

  @Override
  public void tell(MultiMap headers) {
    meters.tell(headers);
    Purse purse = meters.purse();
    if (purse != null) {
      headers.set(SPEND, Double.toString(budgets.spent(purse)));
      headers.set(BUDGET, String.valueOf(purse.budget()));
    }
    tell(headers, RPM, meters.requests());
    tell(headers, TPM, meters.tokens());
  }

  private static void tell(MultiMap headers, CharSequence name, @Nullable Meter meter) {
    if (meter != null) {
      headers.set(name, Long.toString(meter.limit().perMinute()));
    }
  }

  @Override
  public void settle(CallFinished call) {
    over = true;
    if (slot != null) {
      slot.leave();
    }
    boolean kept = call.cache() != null && call.cache().saves();
    if (meters.purse() != null && call.servedBy() != null && !kept) {
      budgets.pay(meters.purse(), call.servedBy(), call.usage());
    }
    if (tokens != null) {
      tokens.settle(kept ? Usage.UNKNOWN : call.usage(), !kept && call.servedBy() != null);
    }
  }
}
