package lab.config;

import java.util.Map;

/** Among whom identical requests under way become one. */
public enum SingleFlight {
  /** Those of all nodes of a cluster; of one node where there is no cluster. */
  CLUSTER,
  /** Those of one node. */
  NODE,
  /** None. */
  OFF;

  /** As a file says it; a plain yes or no is how it was said before there was a cluster. */
  static final Map<String, SingleFlight> WORDS =
      Map.of("cluster", CLUSTER, "node", NODE, "off", OFF, "true", CLUSTER, "false", OFF);
}
