package lab.dialect.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lab.contract.Operation;
import lab.dialect.json.Keys;

/** The fields that the gateway looks at for one operation, under the names they have there. */
final class RequestFields {
  private static final RequestFields CHAT =
      new RequestFields("messages", "a non-empty array of objects", RequestField.values());
  private static final RequestFields COMPLETION =
      new RequestFields(
          "prompt",
          "a string or an array",
          RequestField.MODEL,
          RequestField.PAYLOAD,
          RequestField.FALLBACKS,
          RequestField.DISABLE_FALLBACKS,
          RequestField.CAPABILITY,
          RequestField.CACHE,
          RequestField.STREAM,
          RequestField.STREAM_OPTIONS,
          RequestField.USER,
          RequestField.METADATA,
          RequestField.MAX_TOKENS,
          RequestField.N);
  private static final RequestFields EMBEDDING = basic("input", "a string or an array");
  private static final RequestFields OF_INPUT = passed("input");
  private static final RequestFields OF_PROMPT = passed("prompt");
  private static final RequestFields OF_QUERY = passed("query");

  private final String payload;
  private final String payloadRule;
  private final List<RequestField> fields;
  private final Keys keys;

  private RequestFields(String payload, String payloadRule, RequestField... fields) {
    this.payload = payload;
    this.payloadRule = payloadRule;
    this.fields = List.of(fields);
    List<String> names = new ArrayList<>();
    for (RequestField field : fields) {
      names.add(name(field));
    }
    keys = Keys.of(names.toArray(new String[0]));
  }

  /** Those of an operation whose requests pass as they are: what they hold is the provider's. */
  private static RequestFields passed(String payload) {
    return basic(payload, "");
  }

  /** Those that requests of any operation have. */
  private static RequestFields basic(String payload, String payloadRule) {
    return new RequestFields(
        payload,
        payloadRule,
        RequestField.MODEL,
        RequestField.PAYLOAD,
        RequestField.FALLBACKS,
        RequestField.DISABLE_FALLBACKS,
        RequestField.CAPABILITY,
        RequestField.CACHE,
        RequestField.USER,
        RequestField.METADATA);
  }

  static RequestFields of(Operation operation) {
    return switch (operation) {
      case CHAT -> CHAT;
      case COMPLETION -> COMPLETION;
      case EMBEDDING -> EMBEDDING;
      case SPEECH, MODERATION -> OF_INPUT;
      case IMAGE_GENERATION, IMAGE_EDIT, IMAGE_VARIATION -> OF_PROMPT;
      case RERANK, TRANSCRIPTION, TRANSLATION -> OF_QUERY;
    };
  }

  Keys keys() {
    return keys;
  }

  /** The field behind an index of {@link #keys}. */
  RequestField field(int key) {
    return fields.get(key);
  }

  String name(RequestField field) {
    return field == RequestField.PAYLOAD ? payload : field.name().toLowerCase(Locale.ROOT);
  }

  /** The name of {@link RequestField#PAYLOAD}. */
  String payload() {
    return payload;
  }

  /** Whether the payload has to be there, and of a certain kind. */
  boolean isPayloadRuled() {
    return !payloadRule.isEmpty();
  }

  /** What the payload has to be, as the end of a sentence. */
  String payloadRule() {
    return payloadRule;
  }
}
