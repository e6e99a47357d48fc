/**
 * JMH benchmarks of the pure parts on a request's way. {@code bench/jmh [REGEX]} runs them; the
 * figures are in {@code bench/RESULTS.md}. No part of a running node.
 */
@NullMarked
package lab.bench.jmh;

import org.jspecify.annotations.NullMarked;
