/**
 * What polls found. {@link lab.router.live.LiveBoard} is the node's one holder; {@link
 * lab.router.live.LiveLists} is the immutable snapshot that decisions are made from.
 *
 * <p>The board may be written and read on any thread; a snapshot is a value.
 */
@NullMarked
@CheckReturnValue
package lab.router.live;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
