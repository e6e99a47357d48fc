/**
 * Requests that come as forms ({@code multipart/form-data}): audio and images with their fields.
 * The entry type is {@link lab.dialect.form.FormRequests}.
 *
 * <p>Pure functions of bytes. A form is gone through once and nothing of it is copied; all of it
 * passes on as it came, but for the model's name.
 */
@NullMarked
@CheckReturnValue
package lab.dialect.form;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
