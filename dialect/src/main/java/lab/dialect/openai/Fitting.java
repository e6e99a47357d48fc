package lab.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import lab.contract.FailureKind;
import lab.dialect.AnswerForm;
import lab.dialect.Failure;
import lab.dialect.InferenceCall;
import lab.dialect.ProviderDialect.Written;
import lab.dialect.ProviderRequest;
import org.jspecify.annotations.Nullable;

/**
 * What is noticed while one request is fitted into another format than its own: the fields that are
 * lost, and the first thing that makes it impossible. Values of the client are never quoted: they
 * may be the prompt.
 */
public final class Fitting {
  /** Names come from the client, so there is an end to how many and how long. */
  private static final int MOST_LOST = 20;

  private static final int LONGEST_NAME = 64;

  /** Read by the gateway itself, or without effect on what a model answers. */
  private static final Set<String> HARMLESS =
      Set.of(
          "model",
          "stream",
          "stream_options",
          "user",
          "metadata",
          "store",
          "service_tier",
          "safety_identifier",
          "prompt_cache_key",
          "prompt_cache_retention",
          "prompt_cache_options",
          "cache_prompt",
          "cache",
          "capability",
          "fallbacks",
          "disable_fallbacks");

  private final Set<String> lost = new LinkedHashSet<>();
  private final int length;
  private @Nullable Failure fault;
  private @Nullable Failure bar;

  /**
   * Of a request on its way into OpenAI's form.
   *
   * @param body as it came
   */
  public Fitting(byte[] body) {
    length = likely(body);
  }

  /** Of a call on its way into a provider's format, with what it has lost before. */
  public Fitting(InferenceCall call) {
    lost.addAll(TranslatedCall.lostOf(call));
    fault = TranslatedCall.barOf(call);
    length = likely(call.body());
  }

  /** Most are a little shorter or longer in another form. */
  private static int likely(byte[] body) {
    return body.length + body.length / 16 + 512;
  }

  /** A field that the format has no place for and whose loss may change the answer. */
  public void lose(String field) {
    if (lost.size() < MOST_LOST) {
      lost.add(field.length() > LONGEST_NAME ? field.substring(0, LONGEST_NAME) : field);
    }
  }

  /** A field that this format does not know: lost, unless it changes nothing. */
  public void unknown(String field) {
    if (!HARMLESS.contains(field)) {
      lose(field);
    }
  }

  /** The request can not be put in this format. Only the first reason is kept. */
  public void reject(String field, String why) {
    if (fault == null) {
      fault = bad(field, why);
    }
  }

  /** Something that only those can do who speak the client's own format. */
  public void keepToOwn(String field, String why) {
    if (bar == null) {
      bar = bad(field, why);
    }
  }

  /** Where the request is to be written in its new form. */
  public Draft draft() {
    return new Draft(length);
  }

  /** What is lost. */
  List<String> lost() {
    return List.copyOf(lost);
  }

  /** The first thing that makes it impossible, or null. */
  @Nullable Failure fault() {
    return fault;
  }

  /** Why only those can serve it who speak the client's own format, or null. */
  @Nullable Failure bar() {
    return bar;
  }

  /** A value of the wrong type; {@code rule} completes "it must be". */
  public void wrongType(String field, JsonNode value, String rule) {
    reject(field, "is " + nameOf(value) + "; it must be " + rule);
  }

  /** The value as text, or null (and the request rejected) where it is none. For short ones. */
  public @Nullable String text(String field, JsonNode value) {
    return isText(field, value) ? value.textValue() : null;
  }

  /** Whether the value is text. */
  public boolean isText(String field, JsonNode value) {
    if (!value.isTextual()) {
      wrongType(field, value, "a string");
    }
    return value.isTextual();
  }

  /** Whether the value is a number that can be written again. */
  public boolean isNumber(String field, JsonNode value) {
    boolean fits = value.isNumber() && Double.isFinite(value.doubleValue());
    if (!fits) {
      wrongType(field, value, "a number");
    }
    return fits;
  }

  /** The value as an integer, or null (and the request rejected) where it is none. */
  public @Nullable Long integer(String field, JsonNode value) {
    if (value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToLong()) {
      return value.longValue();
    }
    wrongType(field, value, "an integer of at most 64 bits");
    return null;
  }

  /** Whether the value is true or false. */
  public boolean isBoolean(String field, JsonNode value) {
    requireBoolean(field, value);
    return value.isBoolean();
  }

  /** Rejects a value that is neither true nor false. */
  public void requireBoolean(String field, JsonNode value) {
    if (!value.isBoolean()) {
      wrongType(field, value, "true or false");
    }
  }

  /** Hands over each member of a list with the place it stands at; rejects what is no list. */
  public void each(String field, JsonNode list, BiConsumer<String, JsonNode> member) {
    if (!list.isArray()) {
      wrongType(field, list, "a list");
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      member.accept(field + "[" + i + "]", list.get(i));
    }
  }

  /** Whether the value is a list of strings. */
  public boolean isTexts(String field, JsonNode value) {
    boolean fits = value.isArray();
    for (JsonNode text : value) {
      fits &= text.isTextual();
    }
    if (!fits) {
      wrongType(field, value, "a list of strings");
    }
    return fits;
  }

  /** The outcome. */
  public Written written(String path, Draft request, AnswerForm form) {
    Failure found = fault;
    if (found != null) {
      return new Written.Impossible(found);
    }
    return new Written.Ready(new ProviderRequest(path, request.bytes(), List.copyOf(lost), form));
  }

  private static Failure bad(String field, String why) {
    return new Failure(FailureKind.BAD_REQUEST, field + " " + why, "invalid_value", field, null);
  }

  private static String nameOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "a string";
      case NUMBER -> value.isIntegralNumber() ? "an integer" : "a number";
      case BOOLEAN -> "a boolean";
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case NULL -> "null";
      case MISSING -> "missing";
      case BINARY, POJO -> "something else";
    };
  }
}
