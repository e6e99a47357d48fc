package lab.testkit.script;

import java.time.Instant;

/**
 * The peer has left.
 *
 * @param at when this side saw it
 * @param manner how
 */
public record Departure(Instant at, Manner manner) {

  /** How a peer leaves. */
  public enum Manner {
    /** It closed in order. */
    CLOSED,
    /** It reset the connection. */
    RESET
  }
}
