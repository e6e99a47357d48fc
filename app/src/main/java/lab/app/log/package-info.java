/**
 * How the lines of a node's log look, and how they get out without a request waiting for them. The
 * entry type is {@link lab.app.log.LogQueue}; {@code logback.xml} puts the parts together.
 *
 * <p>May depend on Logback only. Called on every thread; only the queue's own thread writes.
 */
@NullMarked
@CheckReturnValue
package lab.app.log;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
