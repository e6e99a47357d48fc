package lab.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lab.dialect.json.JsonCursor;
import lab.dialect.json.JsonKind;
import lab.dialect.json.JsonText;
import lab.dialect.json.Keys;
import lab.dialect.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/**
 * The tool calls of one stream. Clients put their fragments together by {@code index} and expect id
 * and name once, in the first; servers leave out the index, give every call index 0, begin at 1,
 * leave out the id or repeat it. What is regular passes as it is, the rest is put right.
 */
final class ToolDeltas {
  private static final int INDEX = 0;
  private static final int ID = 1;
  private static final int FUNCTION = 2;
  private static final Keys FRAGMENT = Keys.of("index", "id", "function");

  private static final int NAME = 0;
  private static final int ARGUMENTS = 1;
  private static final Keys PARTS = Keys.of("name", "arguments");

  private static final int NO_INDEX = -1;

  /** Far more than models call; each fragment is compared with all of them. */
  static final int MOST_CALLS = 1_000;

  /** Characters of ids and names, of all calls. Some servers hide kilobytes in an id. */
  private static final int MOST_KEPT = 1024 * 1024;

  /** One call as far as it has come. */
  private static final class Call {
    /** The provider's index, or {@link #NO_INDEX}. */
    final int index;

    /** The provider's id; null while it has given none. */
    @Nullable String id;

    /** As far as it has come: some servers send it in parts. */
    final StringBuilder name = new StringBuilder();

    final int slot;
    boolean hasArguments;

    Call(int index, int slot) {
      this.index = index;
      this.slot = slot;
    }

    boolean isNamed(String other) {
      return other.contentEquals(name);
    }
  }

  private final Map<Integer, List<Call>> calls = new HashMap<>();
  private final JsonCursor cursor = new JsonCursor();
  private final String mintFrom;
  private int minted;
  private int begun;
  private int kept;

  /**
   * @param answerId made part of the ids that are minted, so that they are unique
   */
  ToolDeltas(String answerId) {
    mintFrom = "call_" + answerId + "_";
  }

  /** Whether more has come than is kept of one stream: it is no answer of a model. */
  boolean tooMany() {
    return begun > MOST_CALLS || calls.size() > MOST_CALLS || kept > MOST_KEPT;
  }

  /**
   * Takes the fragments of one choice in one chunk. Those after which there are {@link #tooMany}
   * are not looked at.
   *
   * @return the array that stands for them, or null where it can pass as it is
   */
  byte @Nullable [] take(byte[] json, ChoicesReader.ToolCalls fragments) throws MalformedJson {
    List<Call> known = calls.computeIfAbsent(fragments.choice(), choice -> new ArrayList<>(2));
    if (justContinue(known, json, fragments)) {
      return null;
    }
    JsonNode tree = Trees.read(json, fragments.start(), fragments.end());
    boolean changed = false;
    for (JsonNode fragment : tree) {
      if (tooMany()) {
        break;
      }
      changed |= fragment instanceof ObjectNode object && putRight(known, object);
    }
    return changed ? Trees.write(tree) : null;
  }

  /** Whether all are more arguments of calls whose index is in order: nearly all fragments. */
  private boolean justContinue(List<Call> known, byte[] json, ChoicesReader.ToolCalls fragments)
      throws MalformedJson {
    cursor.over(json, fragments.start(), fragments.end());
    cursor.enterArray();
    while (cursor.nextElement()) {
      if (cursor.peek() != JsonKind.OBJECT || !justContinues(known, json)) {
        return false;
      }
    }
    return true;
  }

  private boolean justContinues(List<Call> known, byte[] json) throws MalformedJson {
    long index = known.size();
    boolean plain = true;
    cursor.enterObject();
    int key = cursor.nextKey(FRAGMENT);
    for (; key != JsonCursor.END; key = cursor.nextKey(FRAGMENT)) {
      switch (key) {
        case INDEX -> {
          boolean number = cursor.skip() == JsonKind.NUMBER;
          plain &= number && json[cursor.start()] != '-';
          index = JsonText.count(json, cursor.start(), cursor.position());
        }
        case ID -> plain &= !Truth.passed(cursor, json);
        case FUNCTION -> plain &= hasOnlyArguments(json);
        default -> cursor.skip();
      }
    }
    if (!plain || index >= known.size()) {
      return false;
    }
    Call call = known.get((int) index);
    call.hasArguments = true;
    return find(known, (int) index, null, null) == call;
  }

  private boolean hasOnlyArguments(byte[] json) throws MalformedJson {
    if (cursor.peek() != JsonKind.OBJECT) {
      cursor.skip();
      return false;
    }
    boolean only = true;
    cursor.enterObject();
    int key = cursor.nextKey(PARTS);
    for (; key != JsonCursor.END; key = cursor.nextKey(PARTS)) {
      switch (key) {
        case NAME -> only &= !Truth.passed(cursor, json);
        case ARGUMENTS -> only &= cursor.skip() == JsonKind.STRING;
        default -> cursor.skip();
      }
    }
    return only;
  }

  private boolean putRight(List<Call> known, ObjectNode fragment) {
    JsonNode indexNode = fragment.path("index");
    int index = indexNode.canConvertToInt() ? indexNode.intValue() : NO_INDEX;
    String id = text(fragment, "id");
    String name = text(fragment.path("function"), "name");
    Call call = find(known, index, id, name);
    boolean changed = false;
    if (call == null) {
      call = new Call(index, known.size());
      known.add(call);
      begun++;
      if (id == null) {
        fragment.put("id", mintFrom + minted++);
        changed = true;
      }
    } else if (id != null) {
      fragment.remove("id");
      changed = true;
    }
    if (id != null && call.id == null) {
      call.id = id;
      kept += id.length();
    }
    if (index != call.slot) {
      fragment.put("index", call.slot);
      changed = true;
    }
    return readFunction(call, fragment, name) || changed;
  }

  private boolean readFunction(Call call, ObjectNode fragment, @Nullable String name) {
    if (!(fragment.path("function") instanceof ObjectNode function)) {
      return false;
    }
    boolean changed = false;
    if (name != null && call.isNamed(name)) {
      function.remove("name");
      changed = true;
    } else if (name != null) {
      call.name.append(name);
      kept += name.length();
    }
    JsonNode arguments = function.path("arguments");
    if (arguments.isContainerNode()) {
      function.put("arguments", new String(Trees.write(arguments), UTF_8));
      changed = true;
    }
    call.hasArguments |= arguments.isContainerNode() || !arguments.asText("").isEmpty();
    return changed;
  }

  /** The call that a fragment goes on with; null where it begins a new one. */
  private static @Nullable Call find(
      List<Call> known, int index, @Nullable String id, @Nullable String name) {
    Call last = null;
    for (Call call : known) {
      if (index == NO_INDEX || call.index == index) {
        if (id != null && id.equals(call.id)) {
          return call;
        }
        last = call;
      }
    }
    if (last == null) {
      return null;
    }
    if (id != null) {
      // Another id is another call, but for one that comes late.
      return last.id == null && (name == null || last.name.isEmpty()) ? last : null;
    }
    if (name == null || last.name.isEmpty()) {
      return last;
    }
    // Without an id only a name tells that a new call begins: at once where calls come whole and
    // have no index, else when the last one has got arguments and the name is another.
    boolean begins = index == NO_INDEX || (last.hasArguments && !last.isNamed(name));
    return begins ? null : last;
  }

  private static @Nullable String text(JsonNode object, String field) {
    String text = object.path(field).asText("");
    return text.isEmpty() || object.path(field).isNull() ? null : text;
  }
}
