package lab.gateway.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lab.contract.LeftOut;
import lab.dialect.Failure;
import org.jspecify.annotations.Nullable;

/** Why a client gets no answer. What it is told is {@link ErrorReplies}'s matter. */
public sealed interface GatewayFailure {

  /** The head or its framing broke HTTP. */
  record BadHttp(String why) implements GatewayFailure {}

  /** More header bytes than this. */
  record HeadersTooLarge(int limit) implements GatewayFailure {}

  /** A longer request line than this. */
  record UriTooLong(int limit) implements GatewayFailure {}

  /** Nothing is served at this path. */
  record UnknownPath(String path) implements GatewayFailure {}

  /** Something is, but not for this method. */
  record WrongMethod(String method, String path, String allowed) implements GatewayFailure {}

  /**
   * More body bytes than a node ever takes.
   *
   * @param key what sets the limit
   * @param limit bytes
   */
  record BodyTooLarge(String key, long limit) implements GatewayFailure {}

  /** More body bytes than the node can hold beside those that it holds now. */
  record NoRoom(long limit) implements GatewayFailure {}

  /**
   * The node has too much to do.
   *
   * @param why as people are told
   */
  record Overloaded(String why) implements GatewayFailure {}

  /** A provider's answer does not fit beside the bodies that the node holds now. */
  record NoRoomForAnswer(long limit) implements GatewayFailure {}

  /** A provider's answer has more bytes than the node ever holds of one. */
  record AnswerTooLarge(long limit) implements GatewayFailure {}

  /** The system gives the node no connection more. */
  record NoSocket() implements GatewayFailure {}

  /**
   * The body did not come along.
   *
   * @param limit in which it had to end, or at least
   * @param bytes more of it had to come
   */
  record BodyTooSlow(Duration limit, int bytes) implements GatewayFailure {}

  /** No key, or none that is good. */
  record BadKey(Why why) implements GatewayFailure {
    /** What is wrong with it. */
    public enum Why {
      /** None was sent. */
      MISSING,
      /** Nobody has it. */
      UNKNOWN,
      /** Its owner has it no more. */
      DISABLED,
      /** Its time is over. */
      EXPIRED
    }
  }

  /** Too many wrong keys from the same place; one more is looked at after this time. */
  record TooManyBadKeys(Duration each) implements GatewayFailure {}

  /** The key is not for this name. */
  record NotForThisKey(String wanted, List<String> models) implements GatewayFailure {}

  /**
   * The key is at one of its limits.
   *
   * @param scope what is limited, as clients are told
   * @param name whose limit it is
   * @param unit what is counted
   * @param perMinute the limit
   * @param left how much of it there is
   * @param after when there may be enough; null where it never will be
   */
  record OverLimit(
      String scope, String name, String unit, long perMinute, long left, @Nullable Duration after)
      implements GatewayFailure {}

  /**
   * The key has spent what it may.
   *
   * @param name whose budget it is
   * @param spent US dollars
   * @param budget US dollars
   * @param span the day or the month
   * @param again when the next one begins
   */
  record OverBudget(String name, double spent, double budget, String span, Instant again)
      implements GatewayFailure {}

  /**
   * For those who run the node only.
   *
   * @param why the caller is none of them
   */
  record OperatorsOnly(String why) implements GatewayFailure {}

  /** No key of this hash was issued. */
  record NoSuchKey() implements GatewayFailure {}

  /** No key is needed here, so only names of this place are answered to. */
  record ForeignHost(String host) implements GatewayFailure {}

  /** No key is needed here, so web pages of elsewhere are not answered. */
  record ForeignOrigin(String origin) implements GatewayFailure {}

  /** The body has a content encoding. */
  record BodyEncoded(String encoding) implements GatewayFailure {}

  /** The body, or a header, says something wrong. */
  record Malformed(String message, @Nullable String param, String code) implements GatewayFailure {}

  /** No model was named and the configuration names none. */
  record NoModel() implements GatewayFailure {}

  /**
   * Nothing in the configuration serves this name.
   *
   * @param leftOut who has it and can never serve what was asked for
   */
  record UnknownModel(String model, List<LeftOut> leftOut) implements GatewayFailure {
    /** A name that nobody has. */
    public UnknownModel(String model) {
      this(model, List.of());
    }
  }

  /** No response of this caller is kept under this id. */
  record UnknownResponse(String id) implements GatewayFailure {}

  /** What is kept of responses can not be looked up now. */
  record NoResponses() implements GatewayFailure {}

  /** Providers for it exist, and none may be used now. */
  record NoneAvailable(String model, @Nullable Duration retryAfter, List<LeftOut> leftOut)
      implements GatewayFailure {}

  /** The router did not answer. */
  record NoRouter() implements GatewayFailure {}

  /**
   * Everybody who could be tried failed.
   *
   * @param failure the one that the client is told of
   * @param tried everybody and how it ended, for people: {@code vllm:SERVER, ollama:RATE}
   */
  record ProvidersFailed(Failure failure, String tried) implements GatewayFailure {}

  /** The time for the whole request is over. */
  record OutOfTime(Duration limit, String tried) implements GatewayFailure {}

  /** The gateway itself failed; the log says how. */
  record Bug() implements GatewayFailure {}
}
