package lab.dialect.responses;

import org.jspecify.annotations.Nullable;

/** Where complete responses are kept for a while. Any thread; nothing here waits. */
public interface KeptResponses {

  /**
   * The conversation that a response ended.
   *
   * @param id the response's
   * @return a list of messages in OpenAI's form, as JSON; null where it is not kept
   */
  byte @Nullable [] conversation(String id);

  /**
   * Keeps a response.
   *
   * @param id the response's
   * @param response as the client got it, as JSON
   * @param conversation all messages up to it, as JSON
   */
  void keep(String id, byte[] response, byte[] conversation);
}
