package lab.dialect.prompt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Names of files in a text: {@code Main.java}, but not {@code example.com}, 3.5 or e.g. */
final class FileNames {
  private static final int LONGEST_ENDING = 10;

  /** Longer names are compared by their end. */
  private static final int MOST_COMPARED = 64;

  private static final long[] ENDINGS =
      packed(
          """
          java kt kts scala groovy gradle py ipynb js mjs cjs jsx ts tsx vue svelte go rs c h
          cc cpp hpp cs rb php swift lua pl pm r jl ex exs erl hs ml clj dart zig sh bash zsh
          ps1 bat sql html htm css scss less json jsonl yaml yml xml xsd toml ini cfg conf env
          properties proto graphql tf md rst adoc tex txt csv tsv log pdf docx xlsx pptx diff
          patch lock
          """);

  private FileNames() {}

  /**
   * A number for the name that a dot stands in, equal for equal names; 0 where it is no file's.
   *
   * @param from where the text begins that is plain ASCII up to the dot
   * @param dot the dot's place
   * @param to the end of the text
   */
  static int at(byte[] json, int from, int dot, int to) {
    int end = dot + 1;
    long ending = 0;
    while (end < to && isWordy(json[end])) {
      if (end - dot > LONGEST_ENDING) {
        return 0;
      }
      ending = ending * 64 + code(json[end]);
      end++;
    }
    if (ending == 0 || Arrays.binarySearch(ENDINGS, ending) < 0 || goesOn(json, end, to)) {
      return 0;
    }
    int start = dot;
    while (start > from && dot - start < MOST_COMPARED && isNamely(json[start - 1])) {
      start--;
    }
    return start == dot ? 0 : number(json, start, end);
  }

  private static int number(byte[] json, int start, int end) {
    int number = 1;
    for (int i = start; i < end; i++) {
      number = number * 31 + json[i];
    }
    return number == 0 ? 1 : number;
  }

  /** A dot with a letter behind it: another ending follows, and decides. */
  private static boolean goesOn(byte[] json, int end, int to) {
    return end + 1 < to && json[end] == '.' && isWordy(json[end + 1]);
  }

  private static boolean isNamely(byte b) {
    return isWordy(b) || b == '-' || b == '.';
  }

  private static boolean isWordy(byte b) {
    return ((b | 0x20) >= 'a' && (b | 0x20) <= 'z') || (b >= '0' && b <= '9') || b == '_';
  }

  /** Upper and lower case alike, so that up to ten characters fit a long. */
  private static int code(byte b) {
    return b == '_' ? 37 : b <= '9' ? b - '0' + 27 : (b | 0x20) - 'a' + 1;
  }

  /** Sorted, to be searched without a hash or a box. */
  private static long[] packed(String endings) {
    return Arrays.stream(endings.strip().split("\\s+", -1))
        .mapToLong(FileNames::packedOne)
        .sorted()
        .toArray();
  }

  private static long packedOne(String ending) {
    long packed = 0;
    for (byte b : ending.getBytes(StandardCharsets.US_ASCII)) {
      packed = packed * 64 + code(b);
    }
    return packed;
  }
}
