package lab.dialect;

import java.util.List;

/** What a provider is sent. */
public final class ProviderRequest {
  private final String path;
  private final byte[] body;
  private final List<String> lost;
  private final AnswerForm form;

  /**
   * @param path below the provider's base address, with a leading slash: {@code
   *     /v1/chat/completions}, {@code /api/chat}
   * @param body JSON; may be the client's own array, so nobody changes it
   * @param lost names of request fields that this provider's format has no place for and whose loss
   *     may change the answer; empty for most requests
   * @param form what the reader of the answer has to know of the request
   */
  public ProviderRequest(String path, byte[] body, List<String> lost, AnswerForm form) {
    this.path = path;
    this.body = body;
    this.lost = List.copyOf(lost);
    this.form = form;
  }

  public String path() {
    return path;
  }

  public byte[] body() {
    return body;
  }

  public List<String> lost() {
    return lost;
  }

  public AnswerForm form() {
    return form;
  }
}
