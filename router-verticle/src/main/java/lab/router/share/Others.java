package lab.router.share;

import java.util.Set;
import java.util.function.Supplier;
import lab.contract.NodeId;
import lab.contract.ProviderName;
import lab.contract.members.Members;

/**
 * Who may know something that a node that joins does not.
 *
 * @param members who is heard; the node itself is not among those that serve while it waits
 * @param listed who should be heard, this node or not: those that the cluster manager lists
 * @param polled whom some node polls, as long as one serves in the role
 */
public record Others(
    Members members, Supplier<Set<NodeId>> listed, Supplier<Set<ProviderName>> polled) {}
