package lab.contract.bus;

import org.jspecify.annotations.Nullable;

/** A message that came over the wire and is not what its name says. Quotes nothing of it. */
final class UnreadableMessage extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final @Nullable String sender;

  /**
   * @param sender the node that it says it is of, or null where it does not
   * @param because the rule that it breaks
   */
  UnreadableMessage(String name, @Nullable String sender, String because) {
    super(name + " can not be read: " + because, null, false, false);
    this.sender = sender;
  }

  /** The node that it says it is of, or null where it does not. */
  @Nullable String sender() {
    return sender;
  }
}
