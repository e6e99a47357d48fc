/**
 * Traces: one span per request and one per attempt, in the words of OpenTelemetry's conventions.
 * The entry type is {@link lab.app.trace.Traces}, which is not loaded where nobody wants traces.
 *
 * <p>The only package that knows OpenTelemetry. Spans are made on event loops; a thread of the
 * library's own delivers them.
 */
@NullMarked
@CheckReturnValue
package lab.app.trace;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
