package lab.dialect.openai;

import java.util.List;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.RequestFacts;
import lab.dialect.CacheWish;
import lab.dialect.ClientAnswers;
import lab.dialect.Failure;
import lab.dialect.InferenceCall;
import lab.dialect.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/**
 * A request that came in another format, put into OpenAI's for all who do not speak its own. What
 * it says is read from there.
 */
public final class TranslatedCall implements InferenceCall {
  private final OpenAiCall openAi;
  private final String ownPath;
  private final byte[] own;
  private final List<String> lost;
  private final @Nullable Failure onlyOwn;
  private final byte @Nullable [] ready;
  private final ClientAnswers answers;

  /**
   * @param ownPath where a provider that speaks the same is asked
   * @param own the body as it came, which has been read
   * @param lost what OpenAI's form has no place for
   * @param onlyOwn why nobody who speaks another format can serve it, or null
   * @param ready the answer where the model only has to be there, or null
   */
  TranslatedCall(
      OpenAiCall openAi,
      String ownPath,
      byte[] own,
      List<String> lost,
      @Nullable Failure onlyOwn,
      byte @Nullable [] ready,
      ClientAnswers answers) {
    this.openAi = openAi;
    this.ownPath = ownPath;
    this.own = own;
    this.lost = List.copyOf(lost);
    this.onlyOwn = onlyOwn;
    this.ready = ready;
    this.answers = answers;
  }

  /** The same, to which this is the answer where there is such a model. */
  public TranslatedCall withReady(byte[] answer) {
    return new TranslatedCall(openAi, ownPath, own, lost, onlyOwn, answer, answers);
  }

  /** Where a provider that speaks the same is asked. */
  public String ownPath() {
    return ownPath;
  }

  /** The body as it came, but under a provider's name of the model. */
  public byte[] ownUnder(ModelName name) {
    try {
      return OwnBody.of(own).under(name);
    } catch (MalformedJson wrong) {
      throw new IllegalStateException("a body that has been read is broken", wrong);
    }
  }

  OpenAiCall openAi() {
    return openAi;
  }

  /** What a call has lost on its way into OpenAI's form. */
  static List<String> lostOf(InferenceCall call) {
    return call instanceof TranslatedCall translated ? translated.lost : List.of();
  }

  /** Why a call can be served by nobody but those who speak the client's format, or null. */
  static @Nullable Failure barOf(InferenceCall call) {
    return call instanceof TranslatedCall translated ? translated.onlyOwn : null;
  }

  @Override
  public Operation operation() {
    return openAi.operation();
  }

  @Override
  public @Nullable ModelName model() {
    return openAi.model();
  }

  @Override
  public boolean streamed() {
    return openAi.streamed();
  }

  @Override
  public boolean usageWanted() {
    return openAi.usageWanted();
  }

  @Override
  public List<ModelName> fallbacks() {
    return openAi.fallbacks();
  }

  @Override
  public boolean fallbacksDisabled() {
    return openAi.fallbacksDisabled();
  }

  @Override
  public @Nullable String capability() {
    return openAi.capability();
  }

  @Override
  public RequestFacts facts() {
    return openAi.facts();
  }

  @Override
  public CacheWish cacheWish() {
    return openAi.cacheWish();
  }

  @Override
  public byte[] body() {
    return openAi.body();
  }

  @Override
  public byte @Nullable [] readyAnswer() {
    return ready;
  }

  @Override
  public ClientAnswers answers() {
    return answers;
  }
}
