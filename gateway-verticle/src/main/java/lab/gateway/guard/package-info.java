/**
 * Who may come in. {@link lab.gateway.guard.Guard} looks at the head of a request, before anything
 * of its body is read; {@link lab.gateway.guard.KeyRing} knows the keys in force, and {@link
 * lab.gateway.guard.KeyLedger} those that the node has issued itself.
 *
 * <p>A guard belongs to its event loop; the rest is the node's, and of any thread. No key is kept
 * or logged anywhere: hashes are.
 */
@NullMarked
@CheckReturnValue
package lab.gateway.guard;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
