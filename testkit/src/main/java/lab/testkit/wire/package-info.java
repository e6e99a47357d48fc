/**
 * The bodies that real servers write, field by field: OpenAI's format as each kind of server bends
 * it, and Ollama's own. The entry types are {@link lab.testkit.wire.ChatChunks}, {@link
 * lab.testkit.wire.OpenAiBodies} and {@link lab.testkit.wire.OllamaLines}.
 *
 * <p>Written apart from the gateway's own readers and writers on purpose: a mistake made in both
 * would hide in a test that shares them. Pure; the JSON trees belong to whoever asked for them.
 */
@NullMarked
@CheckReturnValue
package lab.testkit.wire;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
