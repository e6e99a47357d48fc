package lab.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import lab.contract.ModelName;
import lab.dialect.json.JsonCursor;
import lab.dialect.json.JsonText;
import lab.dialect.json.Keys;
import lab.dialect.json.MalformedJson;
import lab.dialect.json.Splice;

/**
 * A body in the client's own format, for a provider that speaks it too: all of it passes but the
 * model's name and what is the gateway's.
 */
public final class OwnBody {
  private static final int MODEL = 0;
  private static final Keys LOOKED_AT =
      Keys.of("model", "fallbacks", "disable_fallbacks", "capability", "cache");

  /** A member from its key to the end of its value, and whether a member before it stays. */
  private record Member(int keyStart, int valueEnd, boolean keptBefore) {}

  private final byte[] body;
  private final List<Member> ours = new ArrayList<>(0);
  private int first;
  private int modelStart;
  private int modelEnd;
  private boolean empty = true;

  private OwnBody(byte[] body) {
    this.body = body;
  }

  /**
   * Looks a body through.
   *
   * @throws MalformedJson where it is no JSON object
   */
  public static OwnBody of(byte[] body) throws MalformedJson {
    var own = new OwnBody(body);
    JsonCursor cursor = new JsonCursor();
    cursor.over(body, 0, body.length);
    cursor.enterObject();
    own.first = cursor.position();
    int key = cursor.nextKey(LOOKED_AT);
    for (; key != JsonCursor.END; key = cursor.nextKey(LOOKED_AT)) {
      own.note(key, cursor);
    }
    cursor.finish();
    return own;
  }

  private void note(int key, JsonCursor cursor) throws MalformedJson {
    int keyStart = cursor.keyStart();
    boolean keptBefore = !empty;
    var unused = cursor.skip();
    if (key == MODEL) {
      modelStart = cursor.start();
      modelEnd = cursor.position();
    }
    if (key == MODEL || key == JsonCursor.OTHER) {
      empty = false;
    } else {
      ours.add(new Member(keyStart, cursor.position(), keptBefore));
    }
  }

  /** The body under a provider's name of the model. */
  public byte[] under(ModelName name) {
    Splice splice = new Splice(body, 0, body.length);
    String quoted = new String(JsonText.quoted(name.value()), UTF_8);
    if (modelEnd > 0) {
      splice.replace(modelStart, modelEnd, utf8(quoted));
    } else {
      splice.replace(first, first, utf8("\"model\":" + quoted + (empty ? "" : ",")));
    }
    for (Member member : ours) {
      splice.remove(member.keyStart, member.valueEnd, member.keptBefore);
    }
    return splice.bytes();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
