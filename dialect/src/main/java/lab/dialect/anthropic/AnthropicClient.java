package lab.dialect.anthropic;

import lab.contract.Operation;
import lab.dialect.ClientDialect;
import lab.dialect.ClientError;
import lab.dialect.RequestReading;
import lab.dialect.openai.MetadataKeys;
import lab.dialect.openai.Translation;

/** Clients that speak Anthropic's Messages: {@code POST /v1/messages}. */
public final class AnthropicClient implements ClientDialect {
  private final Translation translation;

  /**
   * @param metadata the entries that rules ask for
   */
  public AnthropicClient(MetadataKeys metadata) {
    translation = new Translation(Operation.CHAT, AnthropicDialect.PATH, metadata);
  }

  @Override
  public Operation operation() {
    return Operation.CHAT;
  }

  @Override
  public RequestReading read(byte[] body) {
    return translation.read(
        body, RequestReader::read, facts -> new AnthropicAnswers(facts.promptTokens()));
  }

  @Override
  public String streamType() {
    return "text/event-stream; charset=utf-8";
  }

  @Override
  public byte[] keepAlive() {
    return AnthropicErrors.ping();
  }

  @Override
  public int errorStatus(ClientError error) {
    return AnthropicErrors.status(error);
  }

  @Override
  public byte[] errorBody(ClientError error) {
    return AnthropicErrors.body(error);
  }
}
