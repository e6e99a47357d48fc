package lab.gateway.limit;

import lab.contract.RequestFacts;
import lab.contract.Usage;

/**
 * What one request needs of one limit.
 *
 * @param meter the limit
 * @param amount from 1 to a minute's worth
 * @param possible whether a minute's worth is enough for it
 */
record Share(Meter meter, long amount, boolean possible) {

  /** One request. */
  static Share request(Meter meter) {
    return new Share(meter, 1, true);
  }

  /**
   * The tokens that a request may come to: the estimate of its prompt and as much as it wants back
   * at most. Where that is more than a minute's worth, all of that; where the prompt alone is more,
   * it will never be served.
   */
  static Share tokens(Meter meter, RequestFacts facts) {
    long most = meter.limit().perMinute();
    return new Share(meter, amount(facts, most), isPossible(facts, most));
  }

  /** The tokens that are set aside for a request, of a limit of so many a minute. */
  static long amount(RequestFacts facts, long most) {
    return Math.clamp(wanted(facts), 1, most);
  }

  /** Whether a limit of so many a minute ever lets it in. */
  static boolean isPossible(RequestFacts facts, long most) {
    return facts.promptTokens() <= most;
  }

  /** The tokens that a request may come to. */
  static long wanted(RequestFacts facts) {
    return (long) facts.promptTokens() + facts.outputTokens();
  }

  /**
   * The tokens that were used.
   *
   * @param usage as the provider counted
   * @param answered whether there was an answer; where not and nothing was counted, nothing was
   *     used
   * @param estimate what counts where the provider did not
   */
  static long used(Usage usage, boolean answered, long estimate) {
    return usage.total() > 0 || !answered ? usage.total() : estimate;
  }

  /** Takes it without asking anybody; whether it was there. */
  boolean take() {
    return possible && meter.take(amount);
  }

  /** Why it can never be had. */
  Refusal never() {
    return new Refusal(meter.limit(), meter.left(), null);
  }

  void giveBack() {
    meter.giveBack(amount);
  }

  /**
   * What was set aside becomes what was used.
   *
   * @param usage as the provider counted; where it did not, the estimate stays
   * @param answered whether there was an answer
   */
  void settle(Usage usage, boolean answered) {
    long used = used(usage, answered, amount);
    if (used > amount) {
      meter.charge(used - amount);
    } else if (used < amount) {
      meter.giveBack(amount - used);
    }
  }
}
