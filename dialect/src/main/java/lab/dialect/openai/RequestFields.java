package lab.dialect.openai;

import java.util.List;
import lab.contract.Operation;
import lab.dialect.json.Keys;

/** The top-level fields that the gateway reads for one operation; all others it passes on. */
final class RequestFields {
  static final int MODEL = 0;

  /** What the model works on: the one field besides {@code model} that has to be there. */
  static final int PAYLOAD = 1;

  static final int FALLBACKS = 2;
  static final int DISABLE_FALLBACKS = 3;
  static final int STREAM = 4;
  static final int STREAM_OPTIONS = 5;

  private static final RequestFields CHAT =
      new RequestFields(
          "a non-empty array of objects",
          "model",
          "messages",
          "fallbacks",
          "disable_fallbacks",
          "stream",
          "stream_options");
  private static final RequestFields COMPLETION =
      new RequestFields(
          "a string or an array",
          "model",
          "prompt",
          "fallbacks",
          "disable_fallbacks",
          "stream",
          "stream_options");
  private static final RequestFields EMBEDDING =
      new RequestFields("a string or an array", "model", "input", "fallbacks", "disable_fallbacks");

  private final String payloadRule;
  private final List<String> names;
  private final Keys keys;

  private RequestFields(String payloadRule, String... names) {
    this.payloadRule = payloadRule;
    this.names = List.of(names);
    keys = Keys.of(names);
  }

  static RequestFields of(Operation operation) {
    return switch (operation) {
      case CHAT -> CHAT;
      case COMPLETION -> COMPLETION;
      case EMBEDDING -> EMBEDDING;
    };
  }

  Keys keys() {
    return keys;
  }

  String name(int field) {
    return names.get(field);
  }

  /** What the payload has to be, as the end of a sentence. */
  String payloadRule() {
    return payloadRule;
  }
}
