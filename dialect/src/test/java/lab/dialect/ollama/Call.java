package lab.dialect.ollama;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.AnswerForm;
import lab.dialect.ClientAnswers;
import lab.dialect.InferenceCall;
import lab.dialect.json.Json;
import lab.dialect.openai.OpenAiAnswers;
import org.jspecify.annotations.Nullable;

/** A client's request in a test: an operation and its JSON, single quotes allowed. */
record Call(Operation operation, boolean streamed, boolean usageWanted, String json)
    implements InferenceCall {

  static Call chat(String json) {
    return of(Operation.CHAT, json);
  }

  static Call completion(String json) {
    return of(Operation.COMPLETION, json);
  }

  static Call embedding(String json) {
    return of(Operation.EMBEDDING, json);
  }

  private static Call of(Operation operation, String json) {
    return new Call(operation, false, false, json.replace('\'', '"'));
  }

  Call asStream() {
    return new Call(operation, true, usageWanted, json);
  }

  Call withUsage() {
    return new Call(operation, streamed, true, json);
  }

  /** The form of its answer, as it is read with the request. */
  AnswerForm form() {
    return OllamaDialect.formOf(this, Objects.requireNonNull(Json.objectOf(body())));
  }

  @Override
  public ClientAnswers answers() {
    return OpenAiAnswers.ANSWERS;
  }

  @Override
  public byte[] body() {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public @Nullable ModelName model() {
    return null;
  }
}
