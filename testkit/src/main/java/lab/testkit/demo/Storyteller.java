package lab.testkit.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lab.testkit.wire.Call;
import lab.testkit.wire.Said;

/** Makes up answers: pure, and the same for the same question. */
final class Storyteller {
  private static final int LEAST_SENTENCES = 4;
  private static final int MOST_SENTENCES = 8;

  private static final List<String> SENTENCES =
      List.of(
          "The first thing to say about %s: nothing of the kind comes alone.",
          "Ask three people about %s and you get four opinions, one of them useful.",
          "With %s, small habits decide long before anybody draws a diagram.",
          "A good test for anything like %s: take it away for a day and see who complains.",
          "Most trouble with %s begins where two sides each believe the other one is in charge.",
          "Whoever has worked on %s for a while measures first and argues second.",
          "There is a cheap view of %s and an honest one; they look alike until it rains.",
          "If you keep one thing in mind about %s, let it be the limits.",
          "Written down in one line, %s would fit on a napkin, without the exceptions.",
          "Older books make an art of %s, newer ones a budget, and both have a point.",
          "What surprises beginners about %s is how much of it all is waiting.",
          "So start with the smallest piece of %s that somebody would miss, and go on from there.");

  private Storyteller() {}

  /** The answer, cut where the client wants it cut. */
  static Said tell(Ask ask) {
    Optional<Tool> wanted = ask.toolResult() == null ? wantedTool(ask) : Optional.empty();
    if (wanted.isPresent()) {
      return Said.calling(call(wanted.get(), ask));
    }
    String content = ask.format().isObject() ? structured(ask) : words(ask);
    return Cut.of(reasoning(ask), content, ask);
  }

  private static Optional<Tool> wantedTool(Ask ask) {
    return switch (ask.toolChoice()) {
      case "none" -> Optional.empty();
      case "required" -> mentioned(ask).or(() -> ask.tools().stream().findFirst());
      case "auto" -> mentioned(ask);
      default ->
          ask.tools().stream().filter(tool -> tool.name().equals(ask.toolChoice())).findFirst();
    };
  }

  /** The first tool with a word of its name in the question; the first at all where it says so. */
  private static Optional<Tool> mentioned(Ask ask) {
    String question = ask.question().toLowerCase(Locale.ROOT);
    Optional<Tool> named =
        ask.tools().stream()
            .filter(tool -> partsOf(tool.name()).anyMatch(question::contains))
            .findFirst();
    return question.contains("tool") ? named.or(() -> ask.tools().stream().findFirst()) : named;
  }

  private static Stream<String> partsOf(String name) {
    return Stream.of(name.split("(?=\\p{Lu})|[_\\-. ]"))
        .filter(part -> part.length() > 3)
        .map(part -> part.toLowerCase(Locale.ROOT));
  }

  private static Call call(Tool tool, Ask ask) {
    JsonNode arguments = Plausible.object(tool.parameters(), ask.question());
    int seed = (tool.name() + ask.question()).hashCode();
    String id = "call_" + String.format(Locale.ROOT, "%08x", seed);
    return new Call(id, tool.name(), arguments.toString());
  }

  private static String structured(Ask ask) {
    return Plausible.object(ask.format(), ask.question()).toString();
  }

  private static String words(Ask ask) {
    String disclaimer = "This is a simulated answer, no model runs behind " + ask.model() + ". ";
    if (ask.toolResult() != null) {
      return disclaimer + "The tool says: " + ask.toolResult() + " I would rely on that.";
    }
    String topic = Topic.of(ask.question());
    String code = wantsCode(ask.question()) ? code(topic) : "";
    return disclaimer + sentences(topic, ask.question()) + code;
  }

  private static boolean wantsCode(String question) {
    String lower = question.toLowerCase(Locale.ROOT);
    return Stream.of("code", "function", "java", "python", "script").anyMatch(lower::contains);
  }

  private static String code(String topic) {
    return """


        ```java
        // Simulated, and it compiles only in spirit.
        var answer = think("%s").stream().filter(Idea::isTrue).findFirst();
        ```
        """
        .formatted(topic);
  }

  private static String sentences(String topic, String question) {
    SplittableRandom random = new SplittableRandom(question.hashCode());
    int first = random.nextInt(SENTENCES.size());
    int count = random.nextInt(LEAST_SENTENCES, MOST_SENTENCES + 1);
    // 5 and 12 have no common divisor: a walk that repeats nothing.
    return IntStream.range(0, count)
        .mapToObj(i -> SENTENCES.get((first + 5 * i) % SENTENCES.size()).formatted(topic))
        .collect(Collectors.joining(" "));
  }

  private static String reasoning(Ask ask) {
    return ask.thinking() && thinks(ask.model())
        ? "The user wants to know about "
            + Topic.of(ask.question())
            + ". I am simulated, so I will say so first and then sound confident."
        : "";
  }

  /** Whether a model of this name thinks aloud. */
  static boolean thinks(String model) {
    return model.contains("thinker");
  }
}
