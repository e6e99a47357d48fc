/**
 * A provider made of a script: a raw TCP server that understands just enough HTTP/1.1 to record
 * every request, and answers each with the next scripted {@link lab.testkit.script.Reply}, faults
 * and all. The entry type is {@link lab.testkit.script.ScriptedProvider}.
 *
 * <p>Raw sockets and no HTTP server, because an HTTP server would not send what a broken one sends.
 *
 * <p>Thread rule: everything public may be used from any thread; the sockets live on one event
 * loop.
 */
@NullMarked
@CheckReturnValue
package lab.testkit.script;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
