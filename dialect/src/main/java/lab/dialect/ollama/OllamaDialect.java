package lab.dialect.ollama;

import com.fasterxml.jackson.databind.node.ObjectNode;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.dialect.AnswerForm;
import lab.dialect.AnswerStream;
import lab.dialect.Failure;
import lab.dialect.InferenceCall;
import lab.dialect.ProviderDialect;
import lab.dialect.WholeAnswer;

/**
 * Ollama's own API under {@code /api}, not its imitation of OpenAI: only here can the context size
 * be set, and only here is an error in the middle of a stream told.
 */
public final class OllamaDialect implements ProviderDialect {

  @Override
  public Written request(InferenceCall call, ModelName model) {
    ObjectNode asked = Json.objectOf(call.body());
    if (asked == null) {
      return new Written.Impossible(
          Failure.of(FailureKind.BAD_REQUEST, "the request is not a JSON object"));
    }
    var fitting = new Fitting();
    ObjectNode out = Json.object().put("model", model.value());
    AnswerForm form = formOf(call, asked);
    return switch (call.operation()) {
      case CHAT -> {
        // Absent would mean true.
        out.put("stream", call.streamed());
        ChatRequest.write(asked, fitting, out);
        yield fitting.written("/api/chat", out, form);
      }
      case COMPLETION -> {
        out.put("stream", call.streamed());
        CompletionRequest.write(asked, fitting, out);
        yield fitting.written("/api/generate", out, form);
      }
      case EMBEDDING -> {
        EmbedRequest.write(asked, fitting, out);
        yield fitting.written("/api/embed", out, form);
      }
    };
  }

  /** Ollama knows neither an echo nor base64: both are made of its answer here. */
  static AnswerForm formOf(InferenceCall call, ObjectNode asked) {
    return switch (call.operation()) {
      case CHAT -> AnswerForm.of(call);
      case COMPLETION ->
          new AnswerForm(
              call.operation(), call.usageWanted(), CompletionRequest.echoOf(asked), false);
      case EMBEDDING ->
          new AnswerForm(call.operation(), call.usageWanted(), "", EmbedRequest.isBase64(asked));
    };
  }

  @Override
  public AnswerStream stream(AnswerForm form, String shown, String id, long created) {
    boolean usage = form.usageWanted();
    return switch (form.operation()) {
      case CHAT -> new OllamaStream(new ChatChunks(id, created, shown, usage));
      case COMPLETION -> new OllamaStream(new TextChunks(form.echo(), id, created, shown, usage));
      case EMBEDDING -> throw new IllegalArgumentException("embeddings are never streamed");
    };
  }

  @Override
  public WholeAnswer whole(
      AnswerForm form, byte[] body, boolean eventStream, String shown, String id, long created) {
    return switch (form.operation()) {
      case CHAT -> WholeReply.chat(body, id, created, shown);
      case COMPLETION -> WholeReply.completion(body, form.echo(), id, created, shown);
      case EMBEDDING -> EmbedReply.read(body, form.base64(), shown);
    };
  }
}
