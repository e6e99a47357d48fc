/**
 * What is known of the providers at the moment of a decision. {@link lab.router.board.Board} is
 * what decisions read, {@link lab.router.board.NodeBoard} what a node knows, {@link
 * lab.router.board.BoardView} the same for people.
 *
 * <p>Boards are read and written on every event loop without waiting: atomics and immutable
 * snapshots, no locks.
 */
@NullMarked
@CheckReturnValue
package lab.router.board;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
