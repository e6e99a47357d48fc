package lab.dialect.anthropic;

import static java.nio.charset.StandardCharsets.US_ASCII;

import lab.contract.Operation;
import lab.dialect.ClientDialect;
import lab.dialect.ClientError;
import lab.dialect.RequestReading;
import lab.dialect.openai.MetadataKeys;
import lab.dialect.openai.TranslatedCall;

/**
 * Clients that ask how long a prompt is: {@code POST /v1/messages/count_tokens}. The answer is the
 * gateway's own estimate, the one that its rules go by; no provider is asked.
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
    return reading instanceof RequestReading.Understood(TranslatedCall call)
        ? new RequestReading.Understood(call.withReady(count(call)))
        : reading;
  }

  private static byte[] count(TranslatedCall call) {
    return ("{\"input_tokens\":" + call.facts().promptTokens() + "}").getBytes(US_ASCII);
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
