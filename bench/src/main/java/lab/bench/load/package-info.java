/**
 * The load bench: a zero-latency upstream, nginx and a node in front of it, measured in alternation
 * in one run. The entry type is {@link lab.bench.load.Bench}; {@code bench/run} starts it.
 *
 * <p>Every process is started here and ended by its id; all traffic is on loopback and bounded in
 * count and time. No part of a running node.
 */
@NullMarked
package lab.bench.load;

import org.jspecify.annotations.NullMarked;
