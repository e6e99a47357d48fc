package lab.dialect.openai;

import java.security.MessageDigest;
import lab.dialect.InferenceCall;
import lab.dialect.json.Canonical;
import lab.dialect.json.Keys;
import lab.dialect.json.MalformedJson;

/**
 * What a request asks of a model, for a digest: requests with the same one want the same answer.
 */
public final class RequestMeaning {
  /**
   * What does not change an answer. The model's name and the capability do, but may be said
   * elsewhere too, so that who asks for the digest adds them; what rules read of the metadata
   * likewise.
   */
  private static final Keys LEFT_OUT =
      Keys.of(
          "model",
          "capability",
          "metadata",
          "stream",
          "stream_options",
          "user",
          "safety_identifier",
          "prompt_cache_key",
          "cache");

  private RequestMeaning() {}

  /**
   * Takes all members of a body that can change the answer into a digest, wherever they stand and
   * however they are written. What nobody has heard of counts.
   *
   * @param digest nothing may follow in it
   * @param call one that {@link OpenAiRequests} has read
   */
  public static void into(MessageDigest digest, InferenceCall call) {
    try {
      Canonical.into(digest, call.body(), LEFT_OUT);
    } catch (MalformedJson readBefore) {
      throw new IllegalArgumentException("the call's body is not JSON", readBefore);
    }
  }
}
