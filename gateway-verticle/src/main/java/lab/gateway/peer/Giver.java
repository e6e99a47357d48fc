package lab.gateway.peer;

/** Who has the answers that are under way in this node. */
@FunctionalInterface
public interface Giver {
  /** Gives one from its start, or says that it is lost; on the loop of the reply. */
  void give(String key, PeerReply reply);
}
