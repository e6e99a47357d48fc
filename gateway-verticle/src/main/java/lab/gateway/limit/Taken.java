package lab.gateway.limit;

import java.util.ArrayList;
import java.util.List;
import lab.contract.Usage;
import org.jspecify.annotations.Nullable;

/** What one attempt has taken of the limits of its model and its provider. */
public final class Taken {
  /** Nothing: none of them is limited. */
  public static final Taken NOTHING = new Taken(List.of(), null);

  private final List<Share> shares;
  private final @Nullable Bill bill;
  private final List<Slot> slots = new ArrayList<>(2);

  /**
   * @param bill of those who may use only so much in a day or a month, or null
   */
  Taken(List<Share> shares, @Nullable Bill bill) {
    this.shares = shares;
    this.bill = bill;
  }

  /** A slot belongs to it. */
  void add(Slot slot) {
    slots.add(slot);
  }

  /** Nobody was asked: all of it goes back. */
  public void undo() {
    letGo();
    shares.forEach(Share::giveBack);
  }

  /** The attempt is made. */
  public void made() {
    if (bill != null) {
      bill.made();
    }
  }

  /**
   * The attempt has ended. That it was made counts; tokens count as they were used.
   *
   * @param usage as the provider counted
   * @param answered whether any content came
   */
  public void settle(Usage usage, boolean answered) {
    letGo();
    if (bill != null) {
      bill.settle(usage, answered);
    }
    for (Share share : shares) {
      if (share.meter().limit().unit() == Limit.Unit.TOKENS) {
        share.settle(usage, answered);
      }
    }
  }

  /** However it ended: its slots are free. May be said more than once. */
  public void letGo() {
    slots.forEach(Slot::leave);
  }
}
