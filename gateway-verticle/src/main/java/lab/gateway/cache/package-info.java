/**
 * Identical questions are answered once: what makes two requests the same question, where answers
 * are kept, how they are given again, and how requests under way at the same time share one. The
 * entry type is {@link lab.gateway.cache.ResponseCache}.
 *
 * <p>Deliveries and taps belong to the event loop of their exchange; everything that is shared by
 * the loops of a node says so. No failure in here ends a request: it goes on without the cache.
 */
@NullMarked
@CheckReturnValue
package lab.gateway.cache;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
