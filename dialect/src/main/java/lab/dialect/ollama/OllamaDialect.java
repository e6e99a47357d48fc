package lab.dialect.ollama;

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
import org.jspecify.annotations.Nullable;

/**
 * Ollama's own API under {@code /api}, not its imitation of OpenAI: only here can the context size
 * be set, and only here is an error in the middle of a stream told.
 */
public final class OllamaDialect implements ProviderDialect {
  private static final String FINGERPRINT = "fp_ollama";

  @Override
  public Written request(InferenceCall call, ModelName model) {
    if (call instanceof TranslatedCall own && own.answers() instanceof OllamaAnswers) {
      return new Written.Ready(
          new ProviderRequest(own.ownPath(), own.ownUnder(model), List.of(), AnswerForm.of(call)));
    }
    try {
      return write(call, model);
    } catch (MalformedJson notAnObject) {
      return new Written.Impossible(
          Failure.of(FailureKind.BAD_REQUEST, "the request is not a JSON object"));
    }
  }

  /** Clients of other formats ask for thoughts whether or not a model has any. */
  @Override
  public @Nullable ProviderRequest without(ProviderRequest refused, Failure failure) {
    boolean ownClient = refused.form().client() instanceof OllamaAnswers;
    return ownClient || !failure.message().endsWith("does not support thinking")
        ? null
        : refused.without("think");
  }

  private static Written write(InferenceCall call, ModelName model) throws MalformedJson {
    JsonMembers asked = new JsonMembers(call.body());
    var fitting = new Fitting(call);
    Draft out = fitting.draft();
    ObjectNode rest = out.rest().put("model", model.value());
    return switch (call.operation()) {
      case CHAT -> {
        // Absent would mean true.
        rest.put("stream", call.streamed());
        ChatRequest.write(asked, fitting, out);
        yield fitting.written("/api/chat", out, AnswerForm.of(call));
      }
      case COMPLETION -> {
        rest.put("stream", call.streamed());
        ObjectNode all = asked.rest();
        CompletionRequest.write(all, fitting, rest);
        yield fitting.written("/api/generate", out, formOf(call, all));
      }
      case EMBEDDING -> {
        ObjectNode all = asked.rest();
        EmbedRequest.write(all, fitting, rest);
        yield fitting.written("/api/embed", out, formOf(call, all));
      }
      default -> throw untranslated(call.operation());
    };
  }

  /** Ollama knows neither an echo nor base64: both are made of its answer here. */
  static AnswerForm formOf(InferenceCall call, ObjectNode asked) {
    Operation operation = call.operation();
    String echo = operation == Operation.COMPLETION ? CompletionRequest.echoOf(asked) : "";
    boolean base64 = operation == Operation.EMBEDDING && EmbedRequest.isBase64(asked);
    return new AnswerForm(operation, call.usageWanted(), echo, base64, call.answers());
  }

  @Override
  public AnswerStream stream(AnswerForm form, String shown, String id, long created) {
    if (form.client() instanceof OllamaAnswers) {
      return new OwnLines(shown);
    }
    AnswerHead head = new AnswerHead(shown, id, created, FINGERPRINT);
    return new TranslatedStream(OllamaSource.ofStream(), form.client().stream(form, head));
  }

  @Override
  public WholeAnswer whole(
      AnswerForm form, byte[] body, boolean eventStream, String shown, String id, long created) {
    if (form.client() instanceof OllamaAnswers && !eventStream) {
      return form.operation() == Operation.EMBEDDING
          ? NativeVectors.own(body)
          : OwnLines.whole(body, shown);
    }
    if (form.operation() == Operation.EMBEDDING) {
      WholeAnswer answer = EmbedReply.read(body, form.base64(), shown);
      return answer instanceof WholeAnswer.Good good ? form.client().embeddings(good) : answer;
    }
    AnswerHead head = new AnswerHead(shown, id, created, FINGERPRINT);
    return TranslatedStream.whole(OllamaSource.ofWhole(), form.client().whole(form, head), body);
  }

  /** What passes as it is has OpenAI's format with Ollama too. */
  private static IllegalArgumentException untranslated(Operation operation) {
    return new IllegalArgumentException(operation.label() + " is passed on, never translated");
  }
}
