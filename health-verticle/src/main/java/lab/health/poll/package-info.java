/**
 * Polling one provider. {@link lab.health.poll.Poller} repeats for as long as the node lives,
 * {@code Probe} asks once, {@code Endpoints} says what, {@code ModelList} and {@code Detail} read
 * the answers.
 *
 * <p>Event loop, futures: a poller lives on the event loop of the verticle that made it. Lists are
 * read by pure functions.
 */
@NullMarked
@CheckReturnValue
package lab.health.poll;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
