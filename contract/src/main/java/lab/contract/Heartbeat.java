package lab.contract;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A sign of life of one node, told once a second. It is what membership is judged by: a frozen node
 * stays in a cluster manager's list for minutes, and its heart stops at once.
 *
 * @param node who lives
 * @param roles what it does
 * @param version of its software
 * @param since when it started: another instant under the same name is another node
 * @param at when this was told, by the teller's clock
 * @param phase where it is between its start and its end
 * @param files a digest of the files in its own folder; empty where it does not say
 * @param epoch the number of the configuration that it goes by; 0 where that is not the cluster's
 * @param active a digest of the configuration that it goes by; empty where it does not say
 * @param peer where other nodes read answers of this one, as {@code host:port}; empty where they
 *     can not
 */
public record Heartbeat(
    NodeId node,
    Set<Role> roles,
    String version,
    Instant since,
    Instant at,
    Phase phase,
    String files,
    long epoch,
    String active,
    String peer)
    implements BusMessage {

  /** Told by each node to all, itself included. */
  public static final Notice<Heartbeat> LINE =
      new Notice<>("lab.heartbeat", Heartbeat.class, Reach.CLUSTER);

  public Heartbeat {
    // A role that only a newer node knows is none here.
    roles = roles.stream().filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
    // A node of an earlier version does not say.
    files = files == null ? "" : files;
    active = active == null ? "" : active;
    peer = peer == null ? "" : peer;
  }

  /** One that says neither what its configuration is nor where it can be read from. */
  public Heartbeat(
      NodeId node, Set<Role> roles, String version, Instant since, Instant at, Phase phase) {
    this(node, roles, version, since, at, phase, "", 0, "", "");
  }

  /** The same node, from where others read its answers. */
  public Heartbeat readAt(String address) {
    return new Heartbeat(node, roles, version, since, at, phase, files, epoch, active, address);
  }

  /** Where a node is between its start and its end. */
  public enum Phase {
    /** It has not all that it needs yet: nothing may be given to it. */
    JOINING,
    /** It does its work. */
    SERVING,
    /** It ends what it has begun, and takes nothing over. */
    LEAVING
  }
}
