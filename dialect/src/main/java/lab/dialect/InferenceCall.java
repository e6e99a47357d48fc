package lab.dialect;

import java.util.List;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.RequestFacts;
import org.jspecify.annotations.Nullable;

/**
 * A client's request as far as the gateway had to understand it, with the bytes it came in. The
 * bytes are the truth: fields nobody has heard of survive because nothing is parsed into a tree and
 * written back where client and provider speak the same dialect. What is left out here its client
 * did not say.
 */
public interface InferenceCall {

  /** What is wanted. */
  Operation operation();

  /** The name the client gave; null where it gave none. */
  @Nullable ModelName model();

  /** Whether the client wants a stream. */
  boolean streamed();

  /** Whether the client asked for the usage of a stream ({@code stream_options.include_usage}). */
  default boolean usageWanted() {
    return false;
  }

  /** The client's own {@code fallbacks}, names only, in order. */
  default List<ModelName> fallbacks() {
    return List.of();
  }

  /** Whether the client said {@code "disable_fallbacks": true}. */
  default boolean fallbacksDisabled() {
    return false;
  }

  /** What the client wants done ({@code capability}); null where it does not say. */
  default @Nullable String capability() {
    return null;
  }

  /** What the body says that rules may ask for; no headers. */
  default RequestFacts facts() {
    return RequestFacts.NONE;
  }

  /** What the client says of caching ({@code cache}). */
  default CacheWish cacheWish() {
    return CacheWish.NONE;
  }

  /**
   * The request in OpenAI's form, in which all requests meet whatever their clients speak: the very
   * body where that is what came. Callers must not change it.
   */
  byte[] body();

  /**
   * What the client is told, in its own form, where it wants nothing of the model but that there is
   * one of the name; null where the model is to work. Callers must not change it.
   */
  default byte @Nullable [] readyAnswer() {
    return null;
  }

  /** How the answers to it are written for its client. */
  ClientAnswers answers();
}
