/**
 * The first words of prompts and answers, for operators who have switched on that they see them.
 */
@NullMarked
@CheckReturnValue
package lab.dialect.preview;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
