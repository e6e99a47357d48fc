package lab.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One node found by its own attempts that something has to be left alone, or that it works again.
 * All instants are absolute, so that hearing it late or twice prolongs nothing.
 *
 * @param place what it is about
 * @param since when it went out of use; a rest is told from an earlier one by it
 * @param until when one request may try it again
 * @param because what it failed with
 * @param strikes how often in a row errors took it out of use, from 0
 * @param recovering since when it works again, or null where it rests
 * @param by who found it
 */
public record CircuitChanged(
    Place place,
    Instant since,
    Instant until,
    FailureKind because,
    int strikes,
    @Nullable Instant recovering,
    NodeId by)
    implements BusMessage {

  /** Told by the board that found it to all boards, its own included. */
  public static final Notice<CircuitChanged> LINE =
      new Notice<>("lab.circuit", CircuitChanged.class, Reach.CLUSTER);

  /** Told by the board that found it to its own node: what others find is not for its figures. */
  public static final Notice<CircuitChanged> OWN =
      new Notice<>("lab.circuit.own", CircuitChanged.class, Reach.NODE);

  public CircuitChanged {
    if (until.isBefore(since)) {
      throw new IllegalArgumentException("rests from " + since + " until " + until);
    }
    if (strikes < 0) {
      throw new IllegalArgumentException("strikes are " + strikes + "; they are at least 0");
    }
  }

  /**
   * What has a circuit.
   *
   * @param provider who
   * @param part what of it
   * @param model which, where the part is a model; else null
   */
  public record Place(ProviderName provider, Part part, @Nullable ModelName model) {
    public Place {
      if ((part == Part.MODEL) != (model != null)) {
        throw new IllegalArgumentException(part + " with model " + model);
      }
    }
  }

  /** What of a provider may be out of use. */
  public enum Part {
    /** One model of it. */
    MODEL,
    /** Its key, and so all models. */
    KEY,
    /** Its server, and so all models: it can not be reached. */
    SERVER
  }
}
