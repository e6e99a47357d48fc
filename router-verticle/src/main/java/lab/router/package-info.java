/**
 * Who serves a request. {@link lab.router.RouterVerticle} answers on every event loop from that
 * loop's own planner; {@link lab.router.LiveBoardVerticle}, once per node, hears what polls and
 * other nodes found and keeps it where all planners of the node read it. {@link
 * lab.router.AttemptsVerticle} writes what becomes of attempts to the same board, on the loop that
 * tells of it.
 *
 * <p>Event loop, futures. Verticles wire and listen; every rule is in {@link lab.router.plan}. No
 * body of a request comes in here.
 */
@NullMarked
@CheckReturnValue
package lab.router;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
