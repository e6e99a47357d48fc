/**
 * What crosses the event bus: messages as records, the lines they travel on, and the values inside
 * them. The entry type is {@link lab.contract.BusMessage}, the sealed root of every message.
 *
 * <p>Everything here is deeply immutable, because on one node the record itself travels and not a
 * copy. No behaviour beyond validation; a type comes in only if it crosses the bus or is a value
 * inside one that does. Safe on every thread.
 */
@NullMarked
@CheckReturnValue
package lab.contract;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
