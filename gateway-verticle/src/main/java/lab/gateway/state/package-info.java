/**
 * What a node keeps on its own disk beyond its end. The entry type is {@link
 * lab.gateway.state.WholeFile}.
 *
 * <p>Blocks; for workers and the main thread. Files are readable by their owner only.
 */
@NullMarked
@CheckReturnValue
package lab.gateway.state;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
