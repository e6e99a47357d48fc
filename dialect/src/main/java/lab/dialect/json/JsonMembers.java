package lab.dialect.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * The members of one object, once and from front to back: the value of each becomes a tree as a
 * whole, or one element after the other, so that a long list is never all in trees. Long texts of
 * such a tree are still the bytes they came in, see {@link Json}. One thread at a time.
 */
public final class JsonMembers {

  /** Takes the elements of a list. */
  @FunctionalInterface
  public interface Elements {
    /** The next one; the first has index 0. */
    void take(int index, JsonNode element);
  }

  /** Takes a member as a whole. */
  @FunctionalInterface
  public interface Member {
    /** The next one; its value is not null. */
    void take(String name, JsonNode value);
  }

  private final JsonCursor cursor;
  private final JsonTree tree;

  /**
   * @param json an object and nothing else; kept by what is read of it, so nobody may change it
   * @throws MalformedJson where it is something else
   */
  public JsonMembers(byte[] json) throws MalformedJson {
    this.cursor = new JsonCursor();
    this.tree = new JsonTree(json, cursor);
    cursor.over(json, 0, json.length);
    cursor.enterObject();
  }

  /**
   * The name of the next one, whose value is then to be taken; null behind the last.
   *
   * @throws MalformedJson where the text is broken, or goes on behind the object
   */
  public @Nullable String next() throws MalformedJson {
    String name = tree.nextName();
    if (name == null) {
      cursor.finish();
    }
    return name;
  }

  /** The value as a tree. */
  public JsonNode value() throws MalformedJson {
    return tree.value();
  }

  /** Whether the value is a list. */
  public boolean isList() throws MalformedJson {
    return cursor.peek() == JsonKind.ARRAY;
  }

  /** The value, which is a list, element by element. */
  public void each(Elements elements) throws MalformedJson {
    cursor.enterArray();
    for (int index = 0; cursor.nextElement(); index++) {
      elements.take(index, tree.value());
    }
  }

  /**
   * Gives away all that have not been taken yet, but those that are null.
   *
   * @param list the name of the one that is taken element by element where it is a list
   */
  public void each(String list, Elements elements, Member member) throws MalformedJson {
    for (String name = next(); name != null; name = next()) {
      if (name.equals(list) && isList()) {
        each(elements);
      } else {
        JsonNode value = value();
        if (!value.isNull()) {
          member.take(name, value);
        }
      }
    }
  }

  /** All that have not been taken yet; of several of one name the last counts. */
  public ObjectNode rest() throws MalformedJson {
    ObjectNode rest = Json.object();
    for (String name = next(); name != null; name = next()) {
      rest.set(name, value());
    }
    return rest;
  }
}
