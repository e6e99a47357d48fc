package lab.dialect.openai;

import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.AnswerForm;
import lab.dialect.AnswerHead;
import lab.dialect.AnswerStream;
import lab.dialect.Failure;
import lab.dialect.InferenceCall;
import lab.dialect.ProviderDialect;
import lab.dialect.ProviderRequest;
import lab.dialect.SplicedCall;
import lab.dialect.TranslatedStream;
import lab.dialect.WholeAnswer;
import org.jspecify.annotations.Nullable;

/**
 * Providers that speak what the client speaks: OpenAI, vLLM, llama.cpp, OpenRouter and whatever
 * calls itself compatible. Takes calls in that format, and those that are put into it.
 */
public final class OpenAiDialect implements ProviderDialect {
  private final boolean openAisOwn;

  /** Servers that do as OpenAI does. */
  public OpenAiDialect() {
    this(false);
  }

  private OpenAiDialect(boolean openAisOwn) {
    this.openAisOwn = openAisOwn;
  }

  /** OpenAI itself, whose newest models refuse what all others take. */
  public static OpenAiDialect ofOpenAi() {
    return new OpenAiDialect(true);
  }

  @Override
  public Written request(InferenceCall call, ModelName model) {
    Failure bar = TranslatedCall.barOf(call);
    if (bar != null) {
      return new Written.Impossible(bar);
    }
    SplicedCall ours = inOpenAisForm(call);
    return new Written.Ready(
        new ProviderRequest(
            call.operation().path(),
            openAisOwn && ours instanceof OpenAiCall chat
                ? chat.bodyForOpenAi(model)
                : ours.bodyFor(model),
            TranslatedCall.lostOf(call),
            AnswerForm.of(call),
            ours.contentType()));
  }

  @Override
  public @Nullable ProviderRequest without(ProviderRequest refused, Failure failure) {
    return isOpenAi(refused.form()) ? null : Unsupported.leftOut(refused, failure);
  }

  private static SplicedCall inOpenAisForm(InferenceCall call) {
    if (call instanceof TranslatedCall translated) {
      return translated.openAi();
    } else if (call instanceof SplicedCall ours) {
      return ours;
    }
    throw new IllegalArgumentException(
        "the call is a " + call.getClass() + "; it must be one that a client's format has read");
  }

  @Override
  public AnswerStream stream(AnswerForm form, String shown, String id, long created) {
    if (isOpenAi(form)) {
      Repair repair = Repair.of(form.operation(), true, shown, id, created);
      return new OpenAiStream(repair, id, form.usageWanted());
    }
    AnswerHead head = new AnswerHead(shown, id, created, null);
    return new TranslatedStream(
        new ChunkSource(openStream(form.operation(), shown, id, created)),
        form.client().stream(form, head));
  }

  @Override
  public WholeAnswer whole(
      AnswerForm form, byte[] body, boolean eventStream, String shown, String id, long created) {
    Operation operation = form.operation();
    if (!isOpenAi(form) && operation != Operation.EMBEDDING) {
      return TranslatedStream.whole(
          isJson(body)
              ? new WholeChat()
              : new ChunkSource(openStream(operation, shown, id, created)),
          form.client().whole(form, new AnswerHead(shown, id, created, null)),
          body);
    }
    if (eventStream && !isJson(body)) {
      return ChunksToWhole.read(operation, openStream(operation, shown, id, created), body);
    }
    WholeAnswer answer =
        WholeAnswers.read(operation, body, Repair.of(operation, false, shown, id, created));
    return answer instanceof WholeAnswer.Good good && operation == Operation.EMBEDDING
        ? form.client().embeddings(good)
        : answer;
  }

  private static boolean isJson(byte[] body) {
    return BodyShape.UNKNOWN.with(body) == BodyShape.JSON;
  }

  private static OpenAiStream openStream(
      Operation operation, String shown, String id, long created) {
    return new OpenAiStream(Repair.of(operation, true, shown, id, created), id, true);
  }

  private static boolean isOpenAi(AnswerForm form) {
    return form.client() instanceof OpenAiAnswers;
  }
}
