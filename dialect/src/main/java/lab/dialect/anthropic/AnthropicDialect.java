package lab.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.AnswerForm;
import lab.dialect.AnswerHead;
import lab.dialect.AnswerStream;
import lab.dialect.Failure;
import lab.dialect.InferenceCall;
import lab.dialect.ProviderDialect;
import lab.dialect.ProviderRequest;
import lab.dialect.TranslatedStream;
import lab.dialect.WholeAnswer;
import lab.dialect.json.JsonMembers;
import lab.dialect.json.MalformedJson;
import lab.dialect.openai.Draft;
import lab.dialect.openai.Fitting;
import lab.dialect.openai.TranslatedCall;

/** Providers that speak Anthropic's Messages. They chat, and do nothing else. */
public final class AnthropicDialect implements ProviderDialect {
  static final String PATH = "/v1/messages";

  @Override
  public Written request(InferenceCall call, ModelName model) {
    if (call.operation() != Operation.CHAT) {
      return impossible("this provider chats only; it has no " + call.operation().label());
    }
    if (call instanceof TranslatedCall own && own.answers() instanceof AnthropicAnswers) {
      return new Written.Ready(
          new ProviderRequest(own.ownPath(), own.ownUnder(model), List.of(), AnswerForm.of(call)));
    }
    var fitting = new Fitting(call);
    Draft out = fitting.draft();
    ObjectNode rest = out.rest().put("model", model.value());
    if (call.streamed()) {
      rest.put("stream", true);
    }
    try {
      RequestWriter.write(new JsonMembers(call.body()), fitting, out);
    } catch (MalformedJson notAnObject) {
      return impossible("the request is not a JSON object");
    }
    return fitting.written(PATH, out, AnswerForm.of(call));
  }

  private static Written impossible(String why) {
    return new Written.Impossible(Failure.of(FailureKind.BAD_REQUEST, why));
  }

  @Override
  public AnswerStream stream(AnswerForm form, String shown, String id, long created) {
    if (form.client() instanceof AnthropicAnswers) {
      return new OwnStream(shown);
    }
    AnswerHead head = new AnswerHead(shown, id, created, null);
    return new TranslatedStream(new AnthropicSource(), form.client().stream(form, head));
  }

  @Override
  public WholeAnswer whole(
      AnswerForm form, byte[] body, boolean eventStream, String shown, String id, long created) {
    if (form.client() instanceof AnthropicAnswers && AnthropicSource.firstOf(body) == '{') {
      return OwnMessage.read(body, shown);
    }
    AnswerHead head = new AnswerHead(shown, id, created, null);
    return TranslatedStream.whole(new AnthropicSource(), form.client().whole(form, head), body);
  }
}
