package lab.contract;

/** How far a line carries. A constant of the line, never a choice of the caller. */
public enum Reach {
  /** Stays inside the node, whatever the cluster. */
  NODE,
  /** Goes to every node of the cluster; without a cluster the same as {@link #NODE}. */
  CLUSTER
}
