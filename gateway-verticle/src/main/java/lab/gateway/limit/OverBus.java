package lab.gateway.limit;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import lab.contract.LimitClaim;
import lab.contract.LimitClaim.Answer;
import lab.contract.NodeId;
import lab.contract.Question;
import lab.contract.bus.Bus;

/** The other nodes over the bus. */
final class OverBus implements Others {
  private final Bus bus;
  private volatile Lines lines = Lines.within(LimitClaim.PATIENCE);

  /** What a claim leads to takes less than half as long each: who has claimed waits for it, too. */
  private record Lines(
      Question<LimitClaim, Answer> claim,
      Question<LimitClaim, Answer> standing,
      Question<LimitClaim.Slots, Answer> slots,
      Question<LimitClaim.Recall, Answer> recall) {
    static Lines within(Duration patience) {
      Duration less = patience.multipliedBy(2).dividedBy(5);
      return new Lines(
          LimitClaim.LINE.within(patience),
          LimitClaim.LINE.within(less),
          LimitClaim.Slots.LINE.within(patience),
          LimitClaim.Recall.LINE.within(less));
    }
  }

  OverBus(Bus bus) {
    this.bus = bus;
  }

  /** How long a claim may take from now on. */
  void patience(Duration longest) {
    lines = Lines.within(longest);
  }

  @Override
  public Future<Answer> claim(NodeId at, LimitClaim claim) {
    return bus.askAt(at, lines.claim, claim);
  }

  @Override
  public Future<Answer> standing(NodeId at, LimitClaim nothing) {
    return bus.askAt(at, lines.standing, nothing);
  }

  @Override
  public Future<Answer> slots(NodeId at, LimitClaim.Slots claim) {
    return bus.askAt(at, lines.slots, claim);
  }

  @Override
  public void tell(NodeId at, LimitClaim.Owed owed) {
    bus.askAt(at, LimitClaim.Owed.LINE, owed).onFailure(itIsToldAgain -> {});
  }

  @Override
  public Future<Long> recall(Collection<NodeId> from, LimitClaim.Recall recall) {
    return bus.askAll(from, lines.recall, recall)
        .map(
            answers ->
                answers.values().stream()
                    .filter(Future::succeeded)
                    .mapToLong(answer -> answer.result().given())
                    .sum());
  }
}
