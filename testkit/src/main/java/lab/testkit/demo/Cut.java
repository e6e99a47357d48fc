package lab.testkit.demo;

import java.util.List;
import lab.testkit.wire.Said;

/** Ends an answer where a stop text stands or the tokens are used up. */
final class Cut {
  private Cut() {}

  static Said of(String reasoning, String content, Ask ask) {
    String stopped = beforeStop(content, ask.stops());
    String thought = first(reasoning, ask.mostTokens());
    String said = first(stopped, ask.mostTokens() - Tokens.count(thought));
    boolean whole = thought.equals(reasoning) && said.equals(stopped);
    return new Said(thought, said, List.of(), whole ? "stop" : "length");
  }

  private static String beforeStop(String content, List<String> stops) {
    int end =
        stops.stream()
            .filter(stop -> !stop.isEmpty())
            .mapToInt(content::indexOf)
            .filter(at -> at >= 0)
            .min()
            .orElse(content.length());
    return content.substring(0, end);
  }

  private static String first(String text, int tokens) {
    List<String> pieces = Tokens.of(text);
    return pieces.size() <= tokens ? text : String.join("", pieces.subList(0, tokens));
  }
}
