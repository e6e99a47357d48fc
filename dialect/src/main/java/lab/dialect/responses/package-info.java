/**
 * OpenAI's Responses as clients speak them ({@link lab.dialect.responses.ResponsesClient}), served
 * by chats. The gateway keeps what a later request goes on from in a {@link
 * lab.dialect.responses.KeptResponses}.
 *
 * <p>Writers belong to one answer and one thread at a time. Nothing here throws at what a client or
 * a provider sends.
 */
@NullMarked
@CheckReturnValue
package lab.dialect.responses;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
