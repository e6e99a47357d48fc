/**
 * Three nodes and more, each in a JVM of its own, in front of scripted providers in this one: what
 * they know together, and what clients see when one of them dies, freezes, restarts or is cut off.
 *
 * <p>Tests block on their own threads; every wait has a limit.
 */
@NullMarked
@CheckReturnValue
package lab.app.cluster;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
