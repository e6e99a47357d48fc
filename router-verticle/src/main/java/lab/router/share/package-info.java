/**
 * What one node learns, all know. {@link lab.router.share.Sharing} tells the other nodes of this
 * node's attempts and circuits and writes theirs to its board; {@link lab.router.share.Ledger} is
 * the map that nodes which were not there read later.
 *
 * <p>Everything runs on the event loop of the verticle that starts it, but what the board calls,
 * which may come from any loop. Nothing waits: what is shared is advice.
 */
@NullMarked
@CheckReturnValue
package lab.router.share;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
