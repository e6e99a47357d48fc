package lab.gateway.ingress;

import java.util.List;
import java.util.function.Supplier;
import lab.contract.NodeId;

/**
 * The nodes that count requests and know alerts.
 *
 * @param self this node, which may not be one of them
 * @param nodes those that serve as such now
 */
record Counting(NodeId self, Supplier<List<NodeId>> nodes) {

  /** One of them that can be asked for what all know: this node where it is one. */
  NodeId nearest() {
    List<NodeId> all = nodes.get();
    return all.isEmpty() || all.contains(self) ? self : all.getFirst();
  }
}
