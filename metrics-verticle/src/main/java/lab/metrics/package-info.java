/**
 * What this node counts, and where it can be read. {@link lab.metrics.Catalogue} defines every
 * metric and makes the reference of them; {@link lab.metrics.Book} holds the series of a node,
 * {@link lab.metrics.Meters} all that is in it. {@link lab.metrics.CallMeters} is the way of every
 * request; {@link lab.metrics.MetricsVerticle}, on every event loop, feeds it from the bus; {@link
 * lab.metrics.ScrapeVerticle}, once per node, serves what {@link lab.metrics.Scrape} writes.
 *
 * <p>Event loop, futures; meters are safe on every thread. Labels come from enums and from the
 * configuration, never from a request: whatever clients send, the number of series is bounded.
 */
@NullMarked
@CheckReturnValue
package lab.metrics;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
