/**
 * The files a user edits, as typed records that refuse to exist when wrong. The entry type is
 * {@link lab.config.ConfigLoader}: a folder and an environment in, a {@link
 * lab.config.Configuration} and its findings out.
 *
 * <p>Loading blocks and belongs to start-up or a worker; what is loaded is immutable and safe
 * everywhere. Nothing outside this package reads the environment.
 */
@NullMarked
@CheckReturnValue
package lab.config;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
