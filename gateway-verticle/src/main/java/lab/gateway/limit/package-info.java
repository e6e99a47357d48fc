/**
 * How much keys, models and providers may be asked for, in a minute and at a time, and what keys
 * may spend. {@link lab.gateway.limit.Limits} is what requests go through. {@link
 * lab.gateway.limit.Account}, {@link lab.gateway.limit.SlotBook} and {@link
 * lab.gateway.limit.SpendBook} are the rules, pure and without a clock; {@link
 * lab.gateway.limit.Pool}, {@link lab.gateway.limit.SlotPool} and {@link lab.gateway.limit.Budgets}
 * are one node's part in those of the cluster.
 *
 * <p>Any thread, but for what a request has taken, which belongs to its event loop.
 */
@NullMarked
@CheckReturnValue
package lab.gateway.limit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
