package lab.dialect;

import org.jspecify.annotations.Nullable;

/**
 * What a client is told of a failure, before it is put in the client's words.
 *
 * @param status the HTTP status as an OpenAI client would get it; also where the status is spent
 * @param message for people
 * @param type the OpenAI error type, such as {@code invalid_request_error}
 * @param param the request field it is about, or null
 * @param code the OpenAI error code, such as {@code model_not_found}, or null
 */
public record ClientError(
    int status, String message, String type, @Nullable String param, @Nullable String code) {}
