package lab.dialect.anthropic;

import lab.contract.ModelName;
import lab.dialect.Failure;
import lab.dialect.Noticed;
import lab.dialect.WholeAnswer;
import lab.dialect.json.MalformedJson;
import lab.dialect.openai.OwnBody;

/** Anthropic's whole message for a client that speaks it: as it came, but for the model's name. */
final class OwnMessage {
  private OwnMessage() {}

  static WholeAnswer read(byte[] body, String shown) {
    var noticed = new Noticed();
    Failure failure = WholeMessage.read(body, noticed);
    if (failure != null) {
      return new WholeAnswer.Bad(failure);
    }
    try {
      byte[] renamed = OwnBody.of(body).under(new ModelName(shown));
      return new WholeAnswer.Good(renamed, noticed.usage());
    } catch (MalformedJson garbled) {
      return new WholeAnswer.Bad(AnthropicSource.garbled());
    }
  }
}
