package lab.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import lab.dialect.Crossing;
import lab.dialect.ProviderRequest;

/** What a chat of an OpenAI client becomes for Anthropic; JSON is in single quotes. */
final class ToAnthropic {
  /** A message. */
  static final String HI = "{'role':'user','content':'hi'}";

  private ToAnthropic() {}

  static ProviderRequest request(String json) {
    return Crossing.request(new AnthropicDialect(), Crossing.openAi(json));
  }

  /** The body for a chat that says this besides its one message. */
  static JsonNode with(String fields) {
    return Crossing.json(request("{'messages':[" + HI + "]," + fields + "}").body());
  }
}
