package lab.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import lab.dialect.json.Json;
import org.jspecify.annotations.Nullable;

/** The tool calls of one answer, for formats that tell each of them whole. One thread at a time. */
public final class GatheredCalls {
  private static final byte[] NOTHING = {'{', '}'};

  private final AnswerHead head;
  private final List<Call> calls = new ArrayList<>(0);

  /**
   * For one answer.
   *
   * @param head of the answer; names calls whose provider gave no id
   */
  public GatheredCalls(AnswerHead head) {
    this.head = head;
  }

  /** A tool call, with what has come of its arguments. */
  public static final class Call {
    private final String id;
    private final String name;
    private final StringBuilder arguments = new StringBuilder();

    private Call(String id, String name) {
      this.id = id;
      this.name = name;
    }

    public String id() {
      return id;
    }

    public String name() {
      return name;
    }

    /**
     * The arguments as a JSON object; what a model wrote may be none, then it is readable in one.
     */
    public byte[] object() {
      String text = arguments.toString();
      if (text.isBlank()) {
        return NOTHING;
      }
      JsonNode object = Json.objectOf(text);
      return Json.bytes(object == null ? Json.object().put("arguments", text) : object);
    }
  }

  /** A call begins, as in {@link AnswerWriter#toolCall}. */
  public void begin(@Nullable String id, String name) {
    calls.add(new Call(id == null ? head.callId(calls.size()) : id, name));
  }

  /** More of a call's arguments; see {@link AnswerWriter#arguments}. */
  public void add(int call, String more) {
    calls.get(call).arguments.append(more);
  }

  public boolean isEmpty() {
    return calls.isEmpty();
  }

  /** In the order in which they began. */
  public List<Call> inOrder() {
    return List.copyOf(calls);
  }
}
