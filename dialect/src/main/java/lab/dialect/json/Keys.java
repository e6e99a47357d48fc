package lab.dialect.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The keys of an object that a reader cares for, each known by its position in the list. Compared
 * as what they mean: a {@code model} with an escaped letter in it is {@code model} too.
 */
public final class Keys {
  private static final class Name {
    final byte[] bytes;
    final int index;

    Name(byte[] bytes, int index) {
      this.bytes = bytes;
      this.index = index;
    }
  }

  private static final Name[] NONE = {};

  private final List<String> names;
  private final Name[][] ofLength;

  private Keys(List<String> names, Name[][] ofLength) {
    this.names = names;
    this.ofLength = ofLength;
  }

  /**
   * The keys that are asked for; the first has index 0.
   *
   * @param names each once
   */
  public static Keys of(String... names) {
    byte[][] encoded =
        Arrays.stream(names)
            .map(name -> name.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    int longest = Arrays.stream(encoded).mapToInt(bytes -> bytes.length).max().orElse(0);
    Name[][] ofLength = new Name[longest + 1][];
    Arrays.fill(ofLength, NONE);
    for (int i = 0; i < encoded.length; i++) {
      int length = encoded[i].length;
      Name[] longer = Arrays.copyOf(ofLength[length], ofLength[length].length + 1);
      longer[longer.length - 1] = new Name(encoded[i], i);
      ofLength[length] = longer;
    }
    if (List.of(names).stream().distinct().count() != names.length) {
      throw new IllegalArgumentException(
          "keys are " + List.of(names) + "; each must be there once");
    }
    return new Keys(List.of(names), ofLength);
  }

  /** The keys by their index. */
  List<String> names() {
    return names;
  }

  /**
   * The index of the key between two quotes, or {@link JsonCursor#OTHER}.
   *
   * @param json checked to be JSON
   * @param from behind the opening quote
   * @param to at the closing quote
   */
  public int index(byte[] json, int from, int to) {
    int plain = find(json, from, to);
    if (plain != JsonCursor.OTHER) {
      return plain;
    }
    for (int i = from; i < to; i++) {
      if (json[i] == '\\') {
        byte[] meant = JsonText.decoded(json, from - 1, to + 1).getBytes(StandardCharsets.UTF_8);
        return find(meant, 0, meant.length);
      }
    }
    return JsonCursor.OTHER;
  }

  private int find(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length < ofLength.length) {
      for (Name name : ofLength[length]) {
        if (Arrays.equals(name.bytes, 0, length, bytes, from, to)) {
          return name.index;
        }
      }
    }
    return JsonCursor.OTHER;
  }
}
