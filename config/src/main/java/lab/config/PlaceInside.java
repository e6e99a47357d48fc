package lab.config;

import lab.contract.SourceRef;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Finds the place of a character of a text in the file that holds the text. */
final class PlaceInside {
  /** To follow the file costs time; nobody reads more places than this. */
  private static final int MOST = 500;

  private PlaceInside() {}

  /**
   * The place of a character: the file is followed until it has shown all characters before it.
   * What it has in between (quotes, escapes, the ends of folded lines) is passed over.
   *
   * @param text the text of the node, without blanks around it; where it is not the file's own (a
   *     variable was replaced) the answer is where the node begins
   * @param offset in characters from 0, at most the text's length
   */
  static SourceRef of(YamlSource source, ScalarNode node, String text, int offset) {
    if (source.findings().size() > MOST || !node.getValue().strip().equals(text)) {
      return source.at(node);
    }
    String file = source.text();
    int start = indexOf(file, node.getStartMark().getIndex());
    int end = indexOf(file, node.getEndMark().getIndex());
    int here = start;
    int last = start;
    for (int seen = 0; seen < offset; here++) {
      if (here >= end) {
        return source.at(node);
      }
      if (same(file.charAt(here), text.charAt(seen))) {
        seen++;
        last = here + 1;
      }
    }
    return place(source, onContent(file, last, end, text, offset));
  }

  private static boolean same(char inFile, char inText) {
    return inFile == inText || (Character.isWhitespace(inFile) && inText == ' ');
  }

  /** Past quotes and blanks that the text does not have at that place. */
  private static int onContent(String file, int from, int end, String text, int offset) {
    if (offset >= text.length()) {
      return from;
    }
    int here = from;
    while (here < end && !same(file.charAt(here), text.charAt(offset))) {
      here++;
    }
    return here < end ? here : from;
  }

  private static int indexOf(String file, int codePoints) {
    return codePoints > file.codePointCount(0, file.length())
        ? file.length()
        : file.offsetByCodePoints(0, codePoints);
  }

  private static SourceRef place(YamlSource source, int index) {
    String before = source.text().substring(0, index);
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1;
    return new SourceRef(source.file(), line, column);
  }
}
