package lab.dialect.responses;

import static java.nio.charset.StandardCharsets.US_ASCII;

import lab.contract.Operation;
import lab.dialect.ClientDialect;
import lab.dialect.ClientError;
import lab.dialect.RequestReading;
import lab.dialect.openai.TranslatedCall;

/**
 * Clients that ask how long the input of a response is: {@code POST /v1/responses/input_tokens}.
 * The answer is the gateway's own estimate, the one that its rules go by; no provider is asked.
 */
public final class ResponsesTokenCount implements ClientDialect {
  private final ResponsesClient responses;

  /**
   * @param responses reads the same of requests that are answered
   */
  public ResponsesTokenCount(ResponsesClient responses) {
    this.responses = responses;
  }

  @Override
  public Operation operation() {
    return responses.operation();
  }

  @Override
  public RequestReading read(byte[] body) {
    return counted(responses.read(body));
  }

  private static RequestReading counted(RequestReading reading) {
    return switch (reading) {
      case RequestReading.Understood(TranslatedCall call) ->
          new RequestReading.Understood(call.withReady(count(call)));
      case RequestReading.GoesOn goesOn ->
          new RequestReading.GoesOn(goesOn.id(), before -> counted(goesOn.with(before)));
      case RequestReading.Understood other -> other;
      case RequestReading.Malformed malformed -> malformed;
    };
  }

  private static byte[] count(TranslatedCall call) {
    return ("{\"object\":\"response.input_tokens\",\"input_tokens\":"
            + call.facts().promptTokens()
            + "}")
        .getBytes(US_ASCII);
  }

  @Override
  public String streamType() {
    return responses.streamType();
  }

  @Override
  public byte[] keepAlive() {
    return responses.keepAlive();
  }

  @Override
  public int errorStatus(ClientError error) {
    return responses.errorStatus(error);
  }

  @Override
  public byte[] errorBody(ClientError error) {
    return responses.errorBody(error);
  }
}
