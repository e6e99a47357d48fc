/**
 * The OpenAI wire format, on both sides: reading what a client asks, handing it to a provider that
 * speaks the same, and passing the answer on with nothing changed but what has to be. The entry
 * types are {@link lab.dialect.openai.OpenAiRequests} and {@link lab.dialect.openai.OpenAiDialect}.
 *
 * <p>Bytes pass as they came wherever they can; a tree is built for deviant answers only. Streams
 * belong to one attempt and one thread at a time; everything else is immutable.
 */
@NullMarked
@CheckReturnValue
package lab.dialect.openai;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
