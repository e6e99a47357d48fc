package lab.gateway.limit;

import io.vertx.core.Future;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import lab.contract.LimitClaim;
import lab.contract.LimitClaim.Answer;
import lab.contract.NodeId;

/**
 * The limits of a cluster, as one node has its part in them: the accounts that it keeps, and what
 * it holds of those of others. Any thread.
 */
final class Pool {
  private final Accounts accounts;
  private final Owners owners;
  private final Others others;
  private final Bank bank;
  private final LongAdder given = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /** Those that hold anything, or were used of late. */
  private final ConcurrentHashMap<String, Lease> leases = new ConcurrentHashMap<>();

  /**
   * @param micros the time in microseconds of any origin, which never goes back
   */
  Pool(Owners owners, Others others, LongSupplier micros) {
    this.accounts = new Accounts(micros);
    this.owners = owners;
    this.others = others;
    this.bank = new Bank(accounts, owners, others);
  }

  long now() {
    return accounts.now();
  }

  Owners owners() {
    return owners;
  }

  Bank bank() {
    return bank;
  }

  /** What this node holds of a limit; of one that has changed nothing. */
  Lease lease(Limit limit) {
    Lease known = leases.get(limit.id());
    return known != null && known.perMinute() == limit.perMinute()
        ? known
        : new Lease(limit, now());
  }

  /** Sees to it that a lease is looked after from now on. */
  void holds(Lease lease) {
    if (leases.get(lease.limit()) != lease) {
      leases.put(lease.limit(), lease);
    }
  }

  /** Asks a node, which may be this one; fails where it does not answer in time. */
  Future<Answer> claimAt(NodeId node, LimitClaim claim) {
    if (node.equals(owners.self())) {
      return bank.answer(claim);
    }
    return owners.watched(node, others.claim(node, claim));
  }

  /** A request that had to ask was let in or refused. */
  void asked(boolean letIn) {
    (letIn ? given : refused).increment();
  }

  long given() {
    return given.sum();
  }

  long refused() {
    return refused.sum();
  }

  /** How often another node did not answer in time. */
  long silent() {
    return owners.silences();
  }

  /** Tells the node that keeps an account what came back or was used; nobody waits for it. */
  void settle(NodeId node, LimitClaim claim) {
    var unused = claimAt(node, claim).onFailure(lost -> {});
  }

  /** Gives everything back that this node holds of a limit. */
  Answer answer(LimitClaim.Recall recall) {
    Lease lease = leases.get(recall.limit());
    return new Answer(lease == null ? 0 : lease.empty(), 0, 0, 0);
  }

  /** Lets time pass: what is left over goes back, and what nobody uses is forgotten. */
  void pass() {
    if (owners.look()) {
      bank.handOver();
    }
    long now = now();
    for (Lease lease : leases.values()) {
      long back = lease.pass(now);
      if (back > 0) {
        settle(
            owners.place(lease.limit()).owner(),
            new LimitClaim(lease.limit(), lease.perMinute(), back, 0, 0, 0));
      }
      if (lease.isIdle()) {
        var unused =
            leases.computeIfPresent(lease.limit(), (limit, last) -> last.isIdle() ? null : last);
      }
    }
    accounts.forgetOld();
  }
}
