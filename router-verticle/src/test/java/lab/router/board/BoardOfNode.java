package lab.router.board;

import java.time.Instant;
import lab.config.ProviderType;
import lab.contract.ModelName;
import lab.contract.NodeId;
import lab.contract.ProviderDigest;
import lab.contract.ProviderName;
import lab.router.plan.Rules;

/** One node: its board, and the number of its last digest. */
final class BoardOfNode {
  static final ProviderName P = new ProviderName("p");
  static final ModelName M = new ModelName("m");

  final NodeId id;
  final NodeBoard board =
      NodeBoard.of(new Rules().provider("p", ProviderType.OLLAMA, "m", "n").configuration());
  final Attempts attempts = new Attempts(board);
  private long number;
  Instant since = Attempts.START;

  BoardOfNode(String name) {
    id = new NodeId(name);
    board.joins(
        new Elsewhere() {
          @Override
          public boolean listens() {
            return true;
          }
        });
  }

  ProviderDigest digest() {
    number++;
    return new ProviderDigest(id, since, number, board.untold(), board.trying(attempts.now()));
  }

  int inFlight() {
    return board.inFlight(P);
  }

  long attempts(Instant now) {
    board.refresh(now);
    return board.score(P, M).attempts();
  }
}
