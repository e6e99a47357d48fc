package lab.dialect.ollama;

import com.fasterxml.jackson.databind.node.ObjectNode;
import lab.contract.FailureKind;
import lab.contract.ModelName;
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
    return switch (call.operation()) {
      case CHAT -> {
        // Absent would mean true.
        out.put("stream", call.streamed());
        ChatRequest.write(asked, fitting, out);
        yield fitting.written("/api/chat", out);
      }
      case COMPLETION -> {
        out.put("stream", call.streamed());
        CompletionRequest.write(asked, fitting, out);
        yield fitting.written("/api/generate", out);
      }
      case EMBEDDING -> {
        EmbedRequest.write(asked, fitting, out);
        yield fitting.written("/api/embed", out);
      }
    };
  }

  @Override
  public AnswerStream stream(InferenceCall call, String shown, String id, long created) {
    boolean usage = call.usageWanted();
    return switch (call.operation()) {
      case CHAT -> new OllamaStream(new ChatChunks(id, created, shown, usage));
      case COMPLETION -> {
        String echo = CompletionRequest.echoOf(call.body());
        yield new OllamaStream(new TextChunks(echo, id, created, shown, usage));
      }
      case EMBEDDING -> throw new IllegalArgumentException("embeddings are never streamed");
    };
  }

  @Override
  public WholeAnswer whole(
      InferenceCall call, byte[] body, boolean eventStream, String shown, String id, long created) {
    return switch (call.operation()) {
      case CHAT -> WholeReply.chat(body, id, created, shown);
      case COMPLETION -> {
        String echo = CompletionRequest.echoOf(call.body());
        yield WholeReply.completion(body, echo, id, created, shown);
      }
      case EMBEDDING -> EmbedReply.read(body, call.body(), shown);
    };
  }
}
