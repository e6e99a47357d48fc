package lab.dialect.anthropic;

import static java.nio.charset.StandardCharsets.US_ASCII;

import lab.contract.Operation;
import lab.dialect.ClientDialect;
import lab.dialect.ClientError;
import lab.dialect.InferenceCall;
import lab.dialect.RequestReading;
import lab.dialect.openai.MetadataKeys;

/**
 * Clients that ask how long a prompt is: {@code POST /v1/messages/count_tokens}. The answer is the
 * gateway's own estimate, the one that its rules go by; nobody is asked.
 */
public final class AnthropicTokenCount implements ClientDialect {
  private final AnthropicClient messages = new AnthropicClient(MetadataKeys.NONE);

  @Override
  public Operation operation() {
    return messages.operation();
  }

  @Override
  public RequestReading read(byte[] body) {
    RequestReading reading = messages.read(body);
    return reading instanceof RequestReading.Understood(InferenceCall call)
        ? new RequestReading.Answered(
            ("{\"input_tokens\":" + call.facts().promptTokens() + "}").getBytes(US_ASCII))
        : reading;
  }

  @Override
  public String streamType() {
    return messages.streamType();
  }

  @Override
  public byte[] keepAlive() {
    return messages.keepAlive();
  }

  @Override
  public int errorStatus(ClientError error) {
    return messages.errorStatus(error);
  }

  @Override
  public byte[] errorBody(ClientError error) {
    return messages.errorBody(error);
  }
}
