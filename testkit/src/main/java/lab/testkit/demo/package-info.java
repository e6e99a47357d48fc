/**
 * Model servers without models, for trying the gateway out: an Ollama, two llama.cpp servers and a
 * vLLM that answer in their wire formats, at a human pace, and say of themselves that they are
 * simulated. The entry type is {@link lab.testkit.demo.DemoProviders}.
 *
 * <p>Deterministic: the same question gets the same answer. Errors come on demand, by model name
 * ({@link lab.testkit.demo.Mischief}).
 *
 * <p>Thread rule: a server lives on the event loop that started it; what it says is computed by
 * pure functions.
 */
@NullMarked
@CheckReturnValue
package lab.testkit.demo;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
