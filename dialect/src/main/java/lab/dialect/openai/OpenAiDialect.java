package lab.dialect.openai;

import java.util.List;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.AnswerForm;
import lab.dialect.AnswerStream;
import lab.dialect.InferenceCall;
import lab.dialect.ProviderDialect;
import lab.dialect.ProviderRequest;
import lab.dialect.WholeAnswer;

/**
 * Providers that speak what the client speaks: OpenAI, vLLM, llama.cpp, OpenRouter and whatever
 * calls itself compatible. Takes calls that {@link OpenAiRequests} has read.
 */
public final class OpenAiDialect implements ProviderDialect {

  @Override
  public Written request(InferenceCall call, ModelName model) {
    if (!(call instanceof OpenAiCall ours)) {
      throw new IllegalArgumentException(
          "the call is a " + call.getClass() + "; it must be one that OpenAiRequests has read");
    }
    byte[] body = ours.bodyFor(model);
    return new Written.Ready(
        new ProviderRequest(path(call.operation()), body, List.of(), AnswerForm.of(call)));
  }

  @Override
  public AnswerStream stream(AnswerForm form, String shown, String id, long created) {
    Repair repair = Repair.of(form.operation(), true, shown, id, created);
    return new OpenAiStream(repair, id, form.usageWanted());
  }

  @Override
  public WholeAnswer whole(
      AnswerForm form, byte[] body, boolean eventStream, String shown, String id, long created) {
    Operation operation = form.operation();
    if (eventStream && BodyShape.UNKNOWN.with(body) != BodyShape.JSON) {
      Repair repair = Repair.of(operation, true, shown, id, created);
      return ChunksToWhole.read(operation, new OpenAiStream(repair, id, true), body);
    }
    return WholeAnswers.read(operation, body, Repair.of(operation, false, shown, id, created));
  }

  private static String path(Operation operation) {
    return switch (operation) {
      case CHAT -> "/v1/chat/completions";
      case COMPLETION -> "/v1/completions";
      case EMBEDDING -> "/v1/embeddings";
    };
  }
}
