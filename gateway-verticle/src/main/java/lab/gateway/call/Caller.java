package lab.gateway.call;

import lab.config.ClientKey;
import lab.contract.ModelName;
import org.jspecify.annotations.Nullable;

/** Who asks, as far as a key tells. */
public sealed interface Caller {
  /** Somebody of whom no key was wanted. */
  record Anyone() implements Caller {}

  /** Whoever runs the node. */
  record Operator() implements Caller {}

  /**
   * With a key of a client.
   *
   * @param key what it may ask for, and how much
   */
  record Client(ClientKey key) implements Caller {}

  /** The client's key, or null where it is not one. */
  default @Nullable ClientKey key() {
    return this instanceof Client client ? client.key() : null;
  }

  /** The name for the log and the feed, or null where there is none. */
  default @Nullable String alias() {
    return switch (this) {
      case Anyone anyone -> null;
      case Operator operator -> "master";
      case Client client -> client.key().alias();
    };
  }

  /** Whose answers are kept together: nobody gets one that was kept for another. */
  default String tenant() {
    return switch (this) {
      case Anyone anyone -> "";
      case Operator operator -> "master";
      case Client client -> client.key().hash().hex();
    };
  }

  /** Whether this name or capability may be asked for; null where none is. */
  default boolean mayAsk(@Nullable ModelName model, @Nullable String capability) {
    ClientKey key = key();
    return key == null || key.mayAsk(model, capability);
  }
}
