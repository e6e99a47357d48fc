/**
 * Framing: bytes that arrive in any pieces are cut into the units that mean something. {@link
 * lab.dialect.frame.SseSplitter} gives server-sent events, {@link lab.dialect.frame.LineSplitter}
 * the lines of NDJSON.
 *
 * <p>Each object belongs to one stream and is used by one thread at a time.
 */
@NullMarked
@CheckReturnValue
package lab.dialect.frame;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
