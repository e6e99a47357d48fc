/**
 * A whole node, tested through its sockets: what clients send goes in at one end, scripted or
 * simulated providers stand at the other.
 *
 * <p>Tests block on their own threads; nodes and providers run on loops of their own.
 */
@NullMarked
@CheckReturnValue
package lab.app.e2e;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
