/**
 * Ollama's own format: a client's OpenAI request becomes one of {@code /api/chat}, {@code
 * /api/generate} or {@code /api/embed}, the NDJSON that comes back becomes OpenAI's event stream or
 * whole answer. The entry types are {@link lab.dialect.ollama.OllamaDialect}, and {@link
 * lab.dialect.ollama.OllamaClient} for clients that speak it.
 *
 * <p>Requests are small in number and go through trees; lines of a stream are many, so the plain
 * ones are parsed and written byte by byte without a tree. Nothing here throws at what a client or
 * a provider sends.
 *
 * <p>A stream belongs to one attempt and one thread at a time; all else is immutable or local.
 */
@NullMarked
@CheckReturnValue
package lab.dialect.ollama;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
