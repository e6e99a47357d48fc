/**
 * The rules of a decision. {@link lab.router.plan.Plan} is the configuration compiled once; {@link
 * lab.router.plan.RoutePlanner} decides from it and from what polls found. On the way: {@code
 * Matching} finds the stage and its choice, {@code Naming} the model each provider is asked for,
 * {@code Attempts} keeps the order free of repeats and of those who may not be asked.
 *
 * <p>Pure: no I/O, no clock, no Vert.x. A plan is immutable and shared; a planner belongs to one
 * thread.
 */
@NullMarked
@CheckReturnValue
package lab.router.plan;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
