/**
 * The rules of a decision. {@link lab.router.plan.Plan} is the configuration compiled once; {@link
 * lab.router.plan.RoutePlanner} decides from it and from the board. On the way: {@code Matching}
 * finds the stage and its choice, {@code Naming} the model each provider is asked for, {@code
 * Preparing} a {@code Route} of both, which is kept; {@code Deciding} takes from it those who are
 * fit at the moment, in the order that {@link lab.router.choose} puts them.
 *
 * <p>Pure: no I/O, no clock, no Vert.x. A plan is immutable and shared; a planner belongs to one
 * thread.
 */
@NullMarked
@CheckReturnValue
package lab.router.plan;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
