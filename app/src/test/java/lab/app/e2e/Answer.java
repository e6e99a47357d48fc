package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response as it came.
 *
 * @param status the code
 * @param headers names in lower case; repeated ones joined by a comma and a space
 * @param body without its framing, as UTF-8
 */
record Answer(int status, Map<String, String> headers, String body) {

  @Nullable String header(String name) {
    return headers.get(name);
  }

  JsonObject json() {
    return new JsonObject(body);
  }

  JsonObject error() {
    return json().getJsonObject("error");
  }

  /** Whether the connection takes another request after this. */
  boolean keepsConnection() {
    return !"close".equalsIgnoreCase(header("connection"));
  }

  /** Fails unless this is an error as OpenAI clients read it, with all four of its keys. */
  @CanIgnoreReturnValue
  Answer isRefusal(int expected, String code) {
    assertThat(status).as(body).isEqualTo(expected);
    assertThat(header("content-type")).isEqualTo("application/json");
    assertThat(json().fieldNames()).containsExactly("error");
    assertThat(error().fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
    assertThat(error().getString("code")).as(body).isEqualTo(code);
    assertThat(error().getString("message")).isNotBlank();
    assertThat(error().getString("type")).isNotBlank();
    return this;
  }
}
