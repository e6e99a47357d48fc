package lab.app.trace;

import io.opentelemetry.api.common.AttributeKey;
import lab.contract.Operation;

/**
 * The attributes of spans. {@code gen_ai}, {@code http}, {@code server} and {@code error} are of
 * OpenTelemetry's semantic conventions 1.41.0.
 */
final class Names {
  static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
  static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
  static final AttributeKey<String> ASKED = AttributeKey.stringKey("gen_ai.request.model");
  static final AttributeKey<String> ANSWERED = AttributeKey.stringKey("gen_ai.response.model");
  static final AttributeKey<Boolean> STREAMED = AttributeKey.booleanKey("gen_ai.request.stream");
  static final AttributeKey<Long> INPUT = AttributeKey.longKey("gen_ai.usage.input_tokens");
  static final AttributeKey<Long> OUTPUT = AttributeKey.longKey("gen_ai.usage.output_tokens");

  /** Seconds. */
  static final AttributeKey<Double> FIRST =
      AttributeKey.doubleKey("gen_ai.response.time_to_first_chunk");

  static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
  static final AttributeKey<String> HOST = AttributeKey.stringKey("server.address");
  static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
  static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  /** The same as in the log. */
  static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("lab.request_id");

  static final AttributeKey<String> CONFIGURED = AttributeKey.stringKey("lab.provider");
  static final AttributeKey<String> STAGE = AttributeKey.stringKey("lab.stage");
  static final AttributeKey<Long> ATTEMPTS = AttributeKey.longKey("lab.attempts");
  static final AttributeKey<String> CACHE = AttributeKey.stringKey("lab.cache");

  private Names() {}

  /** As the conventions call it, where they have a word. */
  static String of(Operation operation) {
    return switch (operation) {
      case CHAT -> "chat";
      case COMPLETION -> "text_completion";
      case EMBEDDING -> "embeddings";
      case RERANK,
          MODERATION,
          TRANSCRIPTION,
          TRANSLATION,
          SPEECH,
          IMAGE_GENERATION,
          IMAGE_EDIT,
          IMAGE_VARIATION ->
          operation.label();
    };
  }
}
