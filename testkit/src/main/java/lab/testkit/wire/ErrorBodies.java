package lab.testkit.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/** Error bodies, each in the shape of one kind of server. */
public final class ErrorBodies {
  private ErrorBodies() {}

  /** OpenAI: all four keys, always. */
  public static String openAi(String message, String type, @Nullable String code) {
    return wrapped(
        Json.object().put("message", message).put("type", type).putNull("param").put("code", code));
  }

  /** vLLM: a type like a class name, the status as a number. */
  public static String vllm(int status, String message, @Nullable String param) {
    String type =
        switch (status) {
          case 400 -> "BadRequestError";
          case 404 -> "NotFoundError";
          case 500 -> "InternalServerError";
          case 501 -> "NotImplementedError";
          default -> HttpResponseStatus.valueOf(status).reasonPhrase();
        };
    return wrapped(
        Json.object()
            .put("message", message)
            .put("type", type)
            .put("param", param)
            .put("code", status));
  }

  /** llama.cpp: no param, the status as a number. */
  public static String llamaCpp(int status, String message) {
    String type =
        switch (status) {
          case 401 -> "authentication_error";
          case 404 -> "not_found_error";
          case 500 -> "server_error";
          case 501 -> "not_supported_error";
          case 503 -> "unavailable_error";
          default -> "invalid_request_error";
        };
    return wrapped(Json.object().put("code", status).put("message", message).put("type", type));
  }

  /** llama-cpp-python: OpenAI's shape; what its framework refuses has another one. */
  public static String llamaCppPython(int status, String message, @Nullable String code) {
    return status == 401
        ? Json.object().put("detail", message).toString()
        : openAi(message, status < 500 ? "invalid_request_error" : "internal_server_error", code);
  }

  /** OpenRouter: the kind of error in its metadata. */
  public static String openRouter(int status, String message, String kind) {
    ObjectNode error = Json.object().put("code", status).put("message", message);
    return wrapped(error.set("metadata", Json.object().put("error_type", kind)));
  }

  /** One string: Ollama, and vLLM where it refuses a key. */
  public static String plain(String text) {
    return Json.object().put("error", text).toString();
  }

  private static String wrapped(ObjectNode error) {
    return Json.object().set("error", error).toString();
  }
}
