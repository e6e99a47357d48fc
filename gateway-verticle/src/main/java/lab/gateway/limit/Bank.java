package lab.gateway.limit;

import io.vertx.core.Future;
import java.util.List;
import lab.contract.LimitClaim;
import lab.contract.LimitClaim.Answer;
import lab.contract.NodeId;
import lab.gateway.limit.Owners.Place;

/**
 * The accounts that this node keeps. Whoever asks is answered, also where the account belongs to
 * another node, which may be gone. What was taken is told to the heir of the account as it goes on,
 * and asked of it by a node that begins to keep it. Any thread.
 */
final class Bank {
  /** Between two recalls of what nodes have left over, in microseconds. */
  private static final long RECALL_PAUSE = 50_000;

  private final Accounts accounts;
  private final Owners owners;
  private final Others others;

  Bank(Accounts accounts, Owners owners, Others others) {
    this.accounts = accounts;
    this.owners = owners;
    this.others = others;
  }

  /** Takes of an account of this node's; whether it was there, and known to be. */
  boolean take(Limit limit, long tokens) {
    Kept kept = accounts.of(limit.id());
    if (!owners.holds(kept.place())) {
      return false;
    }
    long now = accounts.now();
    boolean taken = kept.account().take(tokens, tokens, limit.perMinute(), now) > 0;
    if (taken) {
      spent(kept, limit.id(), limit.perMinute(), tokens, now);
    }
    return taken;
  }

  /** Gives back to an account of this node's. */
  void giveBack(Limit limit, long tokens) {
    accounts.of(limit.id()).account().giveBack(tokens, limit.perMinute(), accounts.now());
  }

  /** Counts at an account of this node's what was used already. */
  void charge(Limit limit, long tokens) {
    charge(accounts.of(limit.id()), limit.id(), limit.perMinute(), tokens, accounts.now());
  }

  private void charge(Kept kept, String limit, long perMinute, long tokens, long now) {
    kept.account().charge(tokens, perMinute, now);
    spent(kept, limit, perMinute, tokens, now);
  }

  /** What is there of an account of this node's. */
  long left(Limit limit) {
    return accounts.of(limit.id()).account().left(limit.perMinute(), accounts.now());
  }

  /** As the node that keeps an account, or stands in for it. */
  Future<Answer> answer(LimitClaim claim) {
    Kept kept = accounts.of(claim.limit());
    long now = accounts.now();
    kept.touch(claim.perMinute(), now);
    if (claim.back() > 0) {
      kept.account().giveBack(claim.back(), claim.perMinute(), now);
    }
    if (claim.used() > 0) {
      charge(kept, claim.limit(), claim.perMinute(), claim.used(), now);
    }
    return claim.wish() == 0
        ? Future.succeededFuture(standing(kept, claim, 0))
        : known(kept, claim).compose(known -> give(kept, claim));
  }

  private Future<Answer> give(Kept kept, LimitClaim claim) {
    Answer answer = given(kept, claim);
    if (answer.given() > 0 || claim.least() == 0 || claim.perMinute() < Lease.LEAST_LIMIT) {
      return Future.succeededFuture(answer);
    }
    List<NodeId> from = owners.others();
    if (from.isEmpty()) {
      return Future.succeededFuture(answer);
    }
    return kept.recalled(accounts.now(), RECALL_PAUSE, () -> recall(kept, claim, from))
        .map(back -> given(kept, claim));
  }

  private Future<Void> recall(Kept kept, LimitClaim claim, List<NodeId> from) {
    return others
        .recall(from, new LimitClaim.Recall(claim.limit()))
        .map(
            back -> {
              kept.account().giveBack(back, claim.perMinute(), accounts.now());
              return null;
            });
  }

  private Answer given(Kept kept, LimitClaim claim) {
    long now = accounts.now();
    long spare = kept.account().left(claim.perMinute(), now) - claim.least();
    // The emptier it is, the less is handed out beyond what is needed: little is elsewhere then.
    long more = Math.max(0, spare) / (2L * (owners.others().size() + 1));
    long wish = Math.min(claim.wish(), claim.least() + more);
    long given =
        wish == 0
            ? 0
            : kept.account().take(Math.max(1, claim.least()), wish, claim.perMinute(), now);
    if (given > 0) {
      spent(kept, claim.limit(), claim.perMinute(), given, now);
    }
    return standing(kept, claim, given);
  }

  private Answer standing(Kept kept, LimitClaim claim, long given) {
    long now = accounts.now();
    Account account = kept.account();
    long wait = given > 0 ? 0 : account.wait(claim.least(), claim.perMinute(), now);
    long left = account.left(claim.perMinute(), now);
    return new Answer(given, left, wait, account.owed(claim.perMinute(), now));
  }

  /** Hears how an account stands elsewhere; the larger debt is the newer. */
  Answer hear(LimitClaim.Owed told) {
    Kept kept = accounts.of(told.limit());
    long now = accounts.now();
    kept.touch(told.perMinute(), now);
    kept.account().owesAtLeast(told.owed(), told.perMinute(), now);
    kept.place(owners.place(told.limit()));
    return new Answer(0, 0, 0, 0);
  }

  /** Finds out what was taken before this node began to keep an account. */
  private Future<Void> known(Kept kept, LimitClaim claim) {
    Place before = kept.place();
    if (owners.holds(before)) {
      return Future.succeededFuture();
    }
    Place now = owners.place(claim.limit());
    NodeId partner = owners.partner(now);
    if (partner == null || (before != null && now.isLike(before))) {
      kept.place(now);
      return Future.succeededFuture();
    }
    return kept.learned(() -> learn(kept, claim, now, partner));
  }

  private Future<Void> learn(Kept kept, LimitClaim claim, Place now, NodeId partner) {
    LimitClaim nothing = LimitClaim.of(claim.limit(), claim.perMinute(), 0, 0);
    return others
        .standing(partner, nothing)
        .transform(
            (answer, silent) -> {
              if (silent == null) {
                kept.account().owesAtLeast(answer.owed(), claim.perMinute(), accounts.now());
              }
              kept.place(now);
              return Future.succeededFuture();
            });
  }

  /** Tells the nodes that accounts belong to now of those that belonged to this one. */
  void handOver() {
    accounts.forEach(
        (limit, kept) -> {
          Place before = kept.place();
          if (before == null || owners.holds(before) || !before.owner().equals(owners.self())) {
            return;
          }
          NodeId next = owners.place(limit).owner();
          if (!next.equals(owners.self())) {
            tell(next, limit, kept, kept.perMinute(), accounts.now());
          }
        });
  }

  private void tell(NodeId node, String limit, Kept kept, long perMinute, long now) {
    long owed = kept.account().owed(perMinute, now);
    others.tell(node, new LimitClaim.Owed(limit, perMinute, owed));
  }

  private void spent(Kept kept, String limit, long perMinute, long tokens, long now) {
    kept.touch(perMinute, now);
    Place place = kept.place();
    NodeId partner = place == null ? null : owners.partner(place);
    if (partner != null && kept.isToBeTold(tokens, Lease.mostOf(perMinute))) {
      tell(partner, limit, kept, perMinute, now);
    }
  }
}
