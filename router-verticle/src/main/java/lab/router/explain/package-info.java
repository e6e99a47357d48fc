/**
 * Decisions told to people and programs. The entry type is {@link lab.router.explain.Explanation}.
 *
 * <p>Pure; safe on every thread.
 */
@NullMarked
@CheckReturnValue
package lab.router.explain;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
