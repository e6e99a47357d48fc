/**
 * What the text of a prompt tells those who route it: about how many tokens it is, and whether it
 * has structure. The entry type is {@link lab.dialect.prompt.TextMeter}.
 *
 * <p>Pure functions of bytes, on any thread; nothing is built for a word or a token.
 */
@NullMarked
@CheckReturnValue
package lab.dialect.prompt;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
