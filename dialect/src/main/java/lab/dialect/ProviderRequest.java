package lab.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import lab.dialect.json.Json;
import org.jspecify.annotations.Nullable;

/** What a provider is sent. */
public final class ProviderRequest {
  private final String path;
  private final byte[] body;
  private final List<String> lost;
  private final AnswerForm form;
  private final String contentType;

  /**
   * A request in JSON.
   *
   * @param path below the provider's base address, with a leading slash: {@code
   *     /v1/chat/completions}, {@code /api/chat}
   * @param body JSON; may be the client's own array, so nobody changes it
   * @param lost names of request fields that this provider's format has no place for and whose loss
   *     may change the answer; empty for most requests
   * @param form what the reader of the answer has to know of the request
   */
  public ProviderRequest(String path, byte[] body, List<String> lost, AnswerForm form) {
    this(path, body, lost, form, "application/json");
  }

  /**
   * A request of any kind.
   *
   * @param path below the provider's base address, with a leading slash
   * @param body may be the client's own array, so nobody changes it
   * @param lost as above
   * @param form what the reader of the answer has to know of the request
   * @param contentType of the body, as the header says it
   */
  public ProviderRequest(
      String path, byte[] body, List<String> lost, AnswerForm form, String contentType) {
    this.path = path;
    this.body = body;
    this.lost = List.copyOf(lost);
    this.form = form;
    this.contentType = contentType;
  }

  /**
   * The same without a member of its body, which is lost then; null where it has none of the name.
   */
  public @Nullable ProviderRequest without(String member) {
    ObjectNode rest = Json.objectOf(body);
    if (rest == null || rest.remove(member) == null) {
      return null;
    }
    List<String> less = new ArrayList<>(lost);
    less.add(member);
    return new ProviderRequest(path, Json.bytes(rest, body.length), less, form, contentType);
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

  /** The value of the header {@code Content-Type}. */
  public String contentType() {
    return contentType;
  }
}
