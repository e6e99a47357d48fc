package lab.dialect.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import lab.contract.Operation;
import lab.dialect.ClientDialect;
import lab.dialect.ClientError;
import lab.dialect.RequestReading;
import lab.dialect.json.Json;
import lab.dialect.openai.MetadataKeys;
import lab.dialect.openai.OpenAiClient;
import lab.dialect.openai.Translation;
import org.jspecify.annotations.Nullable;

/** Clients that speak OpenAI's Responses: {@code POST /v1/responses}. */
public final class ResponsesClient implements ClientDialect {
  private final OpenAiClient openAi;
  private final Translation translation;
  private final KeptResponses kept;

  /**
   * @param metadata the entries that rules ask for
   * @param kept those of the caller whose requests are read
   */
  public ResponsesClient(MetadataKeys metadata, KeptResponses kept) {
    this.openAi = new OpenAiClient(Operation.CHAT, metadata);
    this.translation = new Translation(Operation.CHAT, "/v1/responses", metadata);
    this.kept = kept;
  }

  @Override
  public Operation operation() {
    return Operation.CHAT;
  }

  @Override
  public RequestReading read(byte[] body) {
    String previous = Previous.in(body);
    return previous == null
        ? read(body, Json.object())
        : new RequestReading.GoesOn(previous, before -> read(body, conversation(before)));
  }

  private static @Nullable ObjectNode conversation(byte @Nullable [] kept) {
    return kept == null ? null : Json.objectOf(kept);
  }

  private RequestReading read(byte[] body, @Nullable ObjectNode before) {
    if (before == null) {
      return new RequestReading.Malformed(
          "previous_response_id names a response that is not kept here for this caller; it may be"
              + " too old or too long, or was not to be stored",
          "previous_response_id",
          "previous_response_not_found");
    }
    ObjectNode asked = Json.object();
    return translation.read(
        body,
        (said, fitting, out) -> {
          ObjectNode all = said.rest();
          Echo.copy(all, RequestReader.read(all, Echo.messages(before), fitting, out), asked);
          return null;
        },
        facts -> new ResponsesAnswers(asked, kept));
  }

  @Override
  public String streamType() {
    return openAi.streamType();
  }

  @Override
  public byte[] keepAlive() {
    return openAi.keepAlive();
  }

  @Override
  public int errorStatus(ClientError error) {
    return error.status();
  }

  @Override
  public byte[] errorBody(ClientError error) {
    return openAi.errorBody(error);
  }
}
