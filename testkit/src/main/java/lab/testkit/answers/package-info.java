/**
 * Ready-made replies for {@link lab.testkit.script.ScriptedProvider}: good answers of every kind of
 * server, and every provider's own way to refuse. The entry types are {@link
 * lab.testkit.answers.ChatStream}, {@link lab.testkit.answers.OllamaStream}, {@link
 * lab.testkit.answers.AnthropicStream}, {@link lab.testkit.answers.Answers} and {@link
 * lab.testkit.answers.Refusals}.
 *
 * <p>Pure and immutable; what comes out is the same every time.
 */
@NullMarked
@CheckReturnValue
package lab.testkit.answers;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
