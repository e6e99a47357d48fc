package lab.gateway.limit;

import io.vertx.core.Future;
import java.util.Collection;
import lab.contract.LimitClaim;
import lab.contract.NodeId;

/** The other nodes, as this one asks them for limits. */
interface Others {

  /** Asks a node for tokens; fails where it does not answer in time. */
  Future<LimitClaim.Answer> claim(NodeId at, LimitClaim claim);

  /** Asks a node how an account stands, in a part of that time. */
  Future<LimitClaim.Answer> standing(NodeId at, LimitClaim nothing);

  /** Tells a node how an account stands; nobody waits for it. */
  void tell(NodeId at, LimitClaim.Owed owed);

  /** Tells a node how many slots are used here and would be; fails where it does not answer. */
  Future<LimitClaim.Answer> slots(NodeId at, LimitClaim.Slots claim);

  /** Calls back what is left over at these nodes; how much that was. Never fails. */
  Future<Long> recall(Collection<NodeId> from, LimitClaim.Recall recall);
}
