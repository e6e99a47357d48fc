/**
 * What is known of the providers at the moment of a decision. {@link lab.router.board.Board} is
 * what decisions read.
 *
 * <p>Boards are read on every event loop without waiting.
 */
@NullMarked
@CheckReturnValue
package lab.router.board;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
