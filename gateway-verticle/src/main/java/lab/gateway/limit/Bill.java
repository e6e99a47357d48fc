package lab.gateway.limit;

import java.util.List;
import lab.contract.Candidate;
import lab.contract.RequestFacts;
import lab.contract.Usage;

/** What one attempt costs those who may use only so much in a day or a month. */
final class Bill {
  private final Budgets budgets;
  private final Candidate candidate;
  private final RequestFacts facts;
  private final List<Purse> purses;

  /**
   * @param candidate who is to be paid
   * @param purses who pays it
   */
  Bill(Budgets budgets, Candidate candidate, RequestFacts facts, List<Purse> purses) {
    this.budgets = budgets;
    this.candidate = candidate;
    this.facts = facts;
    this.purses = purses;
  }

  /** The attempt is made: it counts as a request. */
  void made() {
    purses.forEach(budgets::request);
  }

  /**
   * It has ended.
   *
   * @param usage as the provider counted; where it did not, the estimate counts
   * @param answered whether any content came
   */
  void settle(Usage usage, boolean answered) {
    for (Purse purse : purses) {
      budgets.pay(purse, candidate, usage);
      budgets.tokens(purse, Share.used(usage, answered, Share.wanted(facts)));
    }
  }
}
