package lab.dialect;

import lab.contract.ModelName;
import org.jspecify.annotations.Nullable;

/**
 * One provider wire format. What it gives of an answer is in the format of the call's client, see
 * {@link AnswerForm#client}. Stateless; the streams it opens are not.
 */
public interface ProviderDialect {

  /**
   * The request for this provider, or why it can not be put in its format.
   *
   * @param call what the client wants
   * @param model the name to ask the provider for
   */
  Written request(InferenceCall call, ModelName model);

  /** What came of writing a provider's request. */
  sealed interface Written {
    /** It can be sent. */
    record Ready(ProviderRequest request) implements Written {}

    /** This provider's format can not carry it. The next candidate may. */
    record Impossible(Failure failure) implements Written {}
  }

  /**
   * The same request without what the provider has just refused of it; null where it can not do
   * without, or nothing of the kind was refused. A request that comes of this is never refused for
   * the same again.
   *
   * @param refused what was sent
   * @param failure what the provider said of it
   */
  default @Nullable ProviderRequest without(ProviderRequest refused, Failure failure) {
    return null;
  }

  /**
   * A translator for the body of one successful answer to a streamed call.
   *
   * @param form that of the request that was sent
   * @param shown the model name that the client is shown
   * @param id the id that the answer carries where the provider gives none that is unique
   * @param created seconds since 1970, where the provider gives none
   */
  AnswerStream stream(AnswerForm form, String shown, String id, long created);

  /**
   * Translates the complete body of a 200 to a call that was not streamed.
   *
   * @param form that of the request that was sent
   * @param body the whole body
   * @param eventStream whether it came as an event stream or NDJSON although none was asked for
   * @param shown the model name that the client is shown
   * @param id the id that the answer carries where the provider gives none that is unique
   * @param created seconds since 1970, where the provider gives none
   */
  WholeAnswer whole(
      AnswerForm form, byte[] body, boolean eventStream, String shown, String id, long created);
}
