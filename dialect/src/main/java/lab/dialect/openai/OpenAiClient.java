package lab.dialect.openai;

import lab.contract.Operation;
import lab.dialect.ClientDialect;
import lab.dialect.ClientError;
import lab.dialect.RequestReading;

/** OpenAI's own clients, and all that do as they do. */
public final class OpenAiClient implements ClientDialect {
  private final Operation operation;
  private final MetadataKeys metadata;

  /**
   * @param operation what is asked for at the path
   * @param metadata the entries that rules ask for
   */
  public OpenAiClient(Operation operation, MetadataKeys metadata) {
    this.operation = operation;
    this.metadata = metadata;
  }

  @Override
  public Operation operation() {
    return operation;
  }

  @Override
  public RequestReading read(byte[] body) {
    return OpenAiRequests.read(operation, body, metadata);
  }

  @Override
  public String streamType() {
    return "text/event-stream; charset=utf-8";
  }

  @Override
  public byte[] keepAlive() {
    return OpenAiErrors.keepAlive();
  }

  @Override
  public int errorStatus(ClientError error) {
    return error.status();
  }

  @Override
  public byte[] errorBody(ClientError error) {
    return OpenAiErrors.body(error.message(), error.type(), error.param(), error.code());
  }
}
