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

/** Clients that speak OpenAI's Responses: {@code POST /v1/responses}. */
public final class ResponsesClient implements ClientDialect {
  private final OpenAiClient openAi;
  private final Translation translation;
  private final KeptResponses kept;

  /**
   * @param metadata the entries that rules ask for
   * @param kept what later requests go on from
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
    ObjectNode asked = Json.object();
    return translation.read(
        body,
        (said, fitting, out) -> {
          RequestReader.read(said, kept, fitting, out);
          Echo.copy(said, out, asked);
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
