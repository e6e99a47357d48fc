/**
 * How providers stand, for people and programs that watch. {@link lab.router.standing.Standings}
 * works it out of the board, {@link lab.router.standing.Barred} of the configuration.
 *
 * <p>Pure functions. Nothing here decides: decisions read the board itself.
 */
@NullMarked
@CheckReturnValue
package lab.router.standing;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
