/**
 * Wire formats as pure functions of bytes: what a request says, what a provider is sent, what its
 * answer means and what the client gets of it. The entry types are {@link
 * lab.dialect.ClientDialect} and {@link lab.dialect.ProviderDialect}.
 *
 * <p>No I/O, no verticle, no clock. Everything stateful here ({@link lab.dialect.AnswerStream})
 * belongs to one attempt and is used by one thread at a time; everything else is immutable.
 */
@NullMarked
@CheckReturnValue
package lab.dialect;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
