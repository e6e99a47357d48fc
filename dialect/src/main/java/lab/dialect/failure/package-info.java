/**
 * Reading failures: status, headers and body of a provider's error become one {@link
 * lab.dialect.Failure}. The entry type is {@link lab.dialect.failure.FailureReader}.
 *
 * <p>Pure and stateless; safe on every thread.
 */
@NullMarked
@CheckReturnValue
package lab.dialect.failure;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
