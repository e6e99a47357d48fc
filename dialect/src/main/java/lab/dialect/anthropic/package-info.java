/**
 * Anthropic's Messages: as a provider speaks them ({@link lab.dialect.anthropic.AnthropicDialect})
 * and as a client does.
 *
 * <p>Requests are few and go through trees; events of a stream are many and are read without one.
 * Nothing here throws at what a client or a provider sends.
 */
@NullMarked
@CheckReturnValue
package lab.dialect.anthropic;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
