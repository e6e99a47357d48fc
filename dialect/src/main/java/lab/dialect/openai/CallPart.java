package lab.dialect.openai;

import lab.dialect.json.JsonBytes;
import org.jspecify.annotations.Nullable;

/** A tool call, or what came of one since the last time. */
final class CallPart {
  private final @Nullable String id;
  private final @Nullable String name;
  private final StringBuilder arguments = new StringBuilder();
  private final int index;

  private CallPart(int index, @Nullable String id, @Nullable String name) {
    this.index = index;
    this.id = id;
    this.name = name;
  }

  /** A call that begins. */
  static CallPart begun(int index, String id, String name) {
    return new CallPart(index, id, name);
  }

  /** More of a call that has begun before. */
  static CallPart more(int index) {
    return new CallPart(index, null, null);
  }

  int index() {
    return index;
  }

  void add(String more) {
    arguments.append(more);
  }

  /** As OpenAI has it, the object's opening brace left out: an index may stand behind that. */
  void writeTo(JsonBytes out) {
    if (id != null) {
      out.raw("\"id\":").string(id).raw(",\"type\":\"function\",");
    }
    out.raw("\"function\":{");
    if (name != null) {
      out.raw("\"name\":").string(name).raw(",");
    }
    out.raw("\"arguments\":").string(arguments.toString()).raw("}}");
  }
}
