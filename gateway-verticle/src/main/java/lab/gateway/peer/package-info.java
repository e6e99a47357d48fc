/**
 * Identical requests of several nodes become one: who may lead, and how the others read the
 * leader's answer. {@link lab.gateway.peer.Claims} are what the owner of a key knows; claims are
 * asked for over the bus, and answers are read from node to node over HTTP; so are the responses
 * that a node keeps itself.
 *
 * <p>Claims may be asked for on any thread; a stream belongs to the event loop that opened it.
 */
@NullMarked
@CheckReturnValue
package lab.gateway.peer;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
