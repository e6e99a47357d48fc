/**
 * What requests and attempts of the last hour were like. {@link lab.metrics.stats.LastHour} counts
 * on the way of every request, per provider and per model, in rings of slices; what nodes have
 * counted is added up, histograms and all, so that percentiles of a cluster are those of all its
 * requests. {@link lab.metrics.stats.Score} is the verdict on a provider.
 *
 * <p>Counting is safe on every thread; reading is done beside the event loops.
 */
@NullMarked
@CheckReturnValue
package lab.metrics.stats;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
