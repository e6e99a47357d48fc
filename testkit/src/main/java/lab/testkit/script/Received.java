package lab.testkit.script;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came.
 *
 * @param number counts the requests of this provider, from 1
 * @param connection counts the connections of this provider, from 1
 * @param method as on the wire
 * @param path with its query, as on the wire
 * @param headers names in lower case; repeated ones joined by a comma and a space
 * @param head everything up to the empty line, as on the wire
 * @param body without its framing
 */
public record Received(
    int number,
    int connection,
    String method,
    String path,
    Map<String, String> headers,
    String head,
    Buffer body) {

  /** A header's value by its name in lower case, or null. */
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /** The body as UTF-8. */
  public String text() {
    return body.toString();
  }
}
