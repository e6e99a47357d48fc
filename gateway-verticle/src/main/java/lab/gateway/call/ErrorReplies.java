package lab.gateway.call;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import lab.contract.FailureKind;
import lab.contract.LeftOut;
import lab.dialect.Failure;
import org.jspecify.annotations.Nullable;

/** The only place where a failure becomes a status. */
public final class ErrorReplies {
  private static final String INVALID = "invalid_request_error";
  private static final String UNAVAILABLE = "service_unavailable_error";
  private static final String SERVER = "server_error";

  /** Told where a busy or loading server gave no time of its own. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private ErrorReplies() {}

  /** The status of a client that left, for the log; nothing is sent. */
  public static final int CLIENT_LEFT = 499;

  public static ErrorReply of(GatewayFailure failure) {
    return switch (failure) {
      case GatewayFailure.BadHttp(String why) -> invalid(400, why, null, "bad_http");
      case GatewayFailure.HeadersTooLarge(int limit) ->
          invalid(
              431, "the headers are larger than " + limit + " bytes", null, "headers_too_large");
      case GatewayFailure.UriTooLong(int limit) ->
          invalid(414, "the request line is longer than " + limit + " bytes", null, "uri_too_long");
      case GatewayFailure.UnknownPath(String path) ->
          invalid(404, "nothing is served at " + path + "; see GET /", null, "unknown_url");
      case GatewayFailure.WrongMethod(String method, String path, String allowed) ->
          invalid(
              405,
              method + " is not served at " + path + "; it takes " + allowed,
              null,
              "method_not_allowed");
      case GatewayFailure.BodyTooLarge(String key, long limit) ->
          invalid(
              413,
              "the body is larger than " + key + ", " + limit + " bytes",
              null,
              "request_too_large");
      case GatewayFailure.NoRoom(long limit) -> full("this one", limit);
      case GatewayFailure.Overloaded(String why) -> busy(why);
      case GatewayFailure.NoRoomForAnswer(long limit) -> full("the provider's answer", limit);
      case GatewayFailure.AnswerTooLarge(long limit) ->
          useless(
              502,
              "the provider's answer is larger than max_bytes_in_flight allows one to be, "
                  + limit
                  + " bytes",
              SERVER,
              "answer_too_large",
              null);
      case GatewayFailure.NoSocket() ->
          busy("the gateway can open no connection to a provider: its descriptors are used up");
      case GatewayFailure.BodyTooSlow(Duration limit, int bytes) ->
          invalid(
              408,
              "the body did not end, nor did %d bytes more of it come, within %s"
                  .formatted(bytes, seconds(limit)),
              null,
              "request_timeout");
      case GatewayFailure.BodyEncoded(String encoding) ->
          invalid(
              415,
              "the body has the content encoding \"" + Shown.of(encoding) + "\"; send it as it is",
              null,
              "unsupported_content_encoding");
      case GatewayFailure.BadKey(GatewayFailure.BadKey.Why why) -> KeyReplies.badKey(why);
      case GatewayFailure.TooManyBadKeys(Duration each) -> KeyReplies.tooMany(each);
      case GatewayFailure.NotForThisKey(String wanted, List<String> models) ->
          KeyReplies.notForThisKey(wanted, models);
      case GatewayFailure.OverLimit over -> KeyReplies.overLimit(over);
      case GatewayFailure.OverBudget over -> KeyReplies.overBudget(over);
      case GatewayFailure.OperatorsOnly(String why) -> KeyReplies.operatorsOnly(why);
      case GatewayFailure.NoSuchKey() -> KeyReplies.noSuchKey();
      case GatewayFailure.ForeignHost(String host) -> KeyReplies.foreignHost(host);
      case GatewayFailure.ForeignOrigin(String origin) -> KeyReplies.foreignOrigin(origin);
      case GatewayFailure.Malformed(String message, String param, String code) ->
          invalid(400, message, param, code);
      case GatewayFailure.NoModel() ->
          invalid(
              400,
              "the request names no model, and the configuration has neither a default_model nor a"
                  + " model of a default provider",
              "model",
              "missing_model");
      case GatewayFailure.UnknownModel(String model, List<LeftOut> leftOut) ->
          useless(
              404,
              leftOut.isEmpty()
                  ? noSuchModel(model)
                  : "no provider of \"" + model + "\" can do what is asked for" + told(leftOut),
              INVALID,
              "model_not_found",
              "model");
      case GatewayFailure.UnknownResponse(String id) ->
          useless(404, noSuchResponse(id), INVALID, "response_not_found", "response_id");
      case GatewayFailure.NoResponses() ->
          busy("the place where responses are kept does not answer");
      case GatewayFailure.NoneAvailable none ->
          new ErrorReply(
              503,
              "no provider of \"" + none.model() + "\" may be used now" + told(none.leftOut()),
              UNAVAILABLE,
              "no_provider_available",
              null,
              none.retryAfter(),
              none.retryAfter() == null);
      case GatewayFailure.NoRouter() ->
          new ErrorReply(
              503,
              "no router answered in time",
              UNAVAILABLE,
              "no_router",
              null,
              Duration.ofSeconds(1),
              false);
      case GatewayFailure.OutOfTime(Duration limit, String tried) ->
          new ErrorReply(
              504,
              "no answer within the " + seconds(limit) + " of the whole request" + tried(tried),
              SERVER,
              "timeout",
              null,
              null,
              false);
      case GatewayFailure.ProvidersFailed(Failure last, String tried) -> provider(last, tried);
      case GatewayFailure.Bug() ->
          new ErrorReply(
              500,
              "the gateway failed on this request; its log says how",
              SERVER,
              "internal_error",
              null,
              null,
              false);
    };
  }

  private static ErrorReply full(String body, long limit) {
    return busy(
        "the bodies under way leave no room for %s within max_bytes_in_flight, %d bytes"
            .formatted(body, limit));
  }

  /** The node is full of other requests, which will soon be gone. */
  private static ErrorReply busy(String message) {
    return new ErrorReply(
        503, message, UNAVAILABLE, "server_is_overloaded", null, Duration.ofSeconds(1), false);
  }

  private static ErrorReply provider(Failure failure, String tried) {
    String said = failure.message() + tried(tried);
    return switch (failure.kind()) {
      // Never the provider's own 401: the client would think its key for the gateway is bad.
      case AUTH ->
          useless(
              503,
              "the provider refused the gateway's key" + tried(tried),
              UNAVAILABLE,
              "upstream_unavailable",
              null);
      case CREDITS ->
          useless(
              503,
              "the provider's credits or quota are used up" + tried(tried),
              UNAVAILABLE,
              "upstream_unavailable",
              null);
      case RATE ->
          new ErrorReply(
              429,
              said,
              "rate_limit_error",
              "rate_limit_exceeded",
              null,
              failure.retryAfter() == null ? Duration.ofSeconds(1) : failure.retryAfter(),
              false);
      case OVERLOAD, LOADING ->
          new ErrorReply(
              503,
              said,
              UNAVAILABLE,
              "server_is_overloaded",
              null,
              failure.retryAfter() == null ? SOON : failure.retryAfter(),
              false);
      case SERVER -> new ErrorReply(502, said, SERVER, "upstream_error", null, null, false);
      case TIMEOUT -> new ErrorReply(504, said, SERVER, "timeout", null, null, false);
      case NOT_FOUND -> useless(404, said, INVALID, "model_not_found", "model");
      // Agents shorten their history when they read these words.
      case TOO_LONG ->
          invalid(
              400,
              failure.message().contains("maximum context length")
                  ? failure.message()
                  : "the prompt exceeds the model's maximum context length: " + failure.message(),
              "messages",
              "context_length_exceeded");
      case FILTERED -> invalid(400, failure.message(), failure.param(), "content_filter");
      case BAD_REQUEST ->
          invalid(
              400,
              failure.message(),
              failure.param(),
              failure.code() == null ? "bad_request" : failure.code());
      case CANCELLED ->
          new ErrorReply(CLIENT_LEFT, "the client left", INVALID, null, null, null, true);
    };
  }

  /** The kind of failure for metrics and the log, or null where the request itself was wrong. */
  public static @Nullable FailureKind kind(GatewayFailure failure) {
    return switch (failure) {
      case GatewayFailure.ProvidersFailed(Failure last, String tried) -> last.kind();
      case GatewayFailure.OutOfTime out -> FailureKind.TIMEOUT;
      case GatewayFailure.OverLimit over -> FailureKind.RATE;
      case GatewayFailure.NoneAvailable none -> FailureKind.OVERLOAD;
      case GatewayFailure.Overloaded full -> FailureKind.OVERLOAD;
      case GatewayFailure.NoRoom full -> FailureKind.OVERLOAD;
      case GatewayFailure.NoRoomForAnswer full -> FailureKind.OVERLOAD;
      case GatewayFailure.NoSocket full -> FailureKind.OVERLOAD;
      case GatewayFailure.AnswerTooLarge large -> FailureKind.SERVER;
      case GatewayFailure.NoRouter none -> FailureKind.SERVER;
      case GatewayFailure.Bug bug -> FailureKind.SERVER;
      case GatewayFailure.NoResponses none -> FailureKind.SERVER;
      case GatewayFailure.UnknownModel unknown -> FailureKind.NOT_FOUND;
      case GatewayFailure.UnknownResponse unknown -> FailureKind.NOT_FOUND;
      case GatewayFailure.BadHttp bad -> FailureKind.BAD_REQUEST;
      case GatewayFailure.HeadersTooLarge bad -> FailureKind.BAD_REQUEST;
      case GatewayFailure.UriTooLong bad -> FailureKind.BAD_REQUEST;
      case GatewayFailure.UnknownPath bad -> FailureKind.BAD_REQUEST;
      case GatewayFailure.WrongMethod bad -> FailureKind.BAD_REQUEST;
      case GatewayFailure.BodyTooLarge bad -> FailureKind.BAD_REQUEST;
      case GatewayFailure.BodyTooSlow bad -> FailureKind.BAD_REQUEST;
      case GatewayFailure.BodyEncoded bad -> FailureKind.BAD_REQUEST;
      case GatewayFailure.Malformed bad -> FailureKind.BAD_REQUEST;
      case GatewayFailure.BadKey bad -> FailureKind.BAD_REQUEST;
      case GatewayFailure.TooManyBadKeys bad -> FailureKind.BAD_REQUEST;
      case GatewayFailure.OverBudget over -> FailureKind.BAD_REQUEST;
      case GatewayFailure.NotForThisKey bad -> FailureKind.BAD_REQUEST;
      case GatewayFailure.OperatorsOnly bad -> FailureKind.BAD_REQUEST;
      case GatewayFailure.NoSuchKey bad -> FailureKind.BAD_REQUEST;
      case GatewayFailure.ForeignHost bad -> FailureKind.BAD_REQUEST;
      case GatewayFailure.ForeignOrigin bad -> FailureKind.BAD_REQUEST;
      case GatewayFailure.NoModel bad -> FailureKind.BAD_REQUEST;
    };
  }

  /** What is said of a name that nobody knows. */
  public static String noSuchModel(String model) {
    return "model \""
        + model
        + "\" not found: it does not exist here; GET /v1/models lists those that do";
  }

  private static String told(List<LeftOut> leftOut) {
    return leftOut.stream()
        .map(out -> "; " + out.provider() + ": " + out.reason())
        .collect(Collectors.joining());
  }

  private static String noSuchResponse(String id) {
    return "no response \""
        + Shown.of(id)
        + "\" is kept here for this caller; it may be too old or too long, or was not to be stored";
  }

  private static ErrorReply invalid(
      int status, String message, @Nullable String param, String code) {
    return new ErrorReply(status, message, INVALID, code, param, null, false);
  }

  private static ErrorReply useless(
      int status, String message, String type, String code, @Nullable String param) {
    return new ErrorReply(status, message, type, code, param, null, true);
  }

  private static String tried(String tried) {
    return tried.isEmpty() ? "" : " (tried " + tried + ")";
  }

  private static String seconds(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }
}
