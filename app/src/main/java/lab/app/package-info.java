/**
 * The command, the roles of a node and their deployment. The entry type is {@link lab.app.Main},
 * the only {@code main} of the project; {@link lab.app.Node} is what it starts.
 *
 * <p>Only here are the verticles known by name, and only here is Vert.x made. Start-up code blocks
 * on the main thread; on a request's way nothing of it is but a read of {@link lab.app.Active}.
 */
@NullMarked
@CheckReturnValue
package lab.app;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
