package lab.app.e2e.provider;

import java.util.List;
import java.util.Locale;
import lab.testkit.answers.Answers;
import lab.testkit.answers.ChatStream;
import lab.testkit.answers.OllamaStream;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Reply;
import lab.testkit.wire.ErrorBodies;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.jspecify.annotations.Nullable;

/** The kinds of provider, and how each of them says the same things. */
enum Wire {
  VLLM(Flavour.VLLM),
  LLAMA_CPP(Flavour.LLAMA_CPP),
  OLLAMA(null);

  /** The name that providers know the model by. */
  static final String MODEL = "m";

  private final @Nullable Flavour flavour;

  Wire(@Nullable Flavour flavour) {
    this.flavour = flavour;
  }

  /** As in a configuration. */
  String type() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean openAi() {
    return flavour != null;
  }

  private ChatStream chunks() {
    if (flavour == null) {
      throw new IllegalStateException(this + " has no chunks");
    }
    return ChatStream.of(flavour, MODEL);
  }

  private static OllamaStream lines() {
    return OllamaStream.of(MODEL);
  }

  /** What comes before any content. */
  String opening() {
    return openAi() ? chunks().role().text() : lines().says("").text();
  }

  /** One piece of content. */
  String says(String piece) {
    return openAi() ? chunks().says(piece).text() : lines().says(piece).text();
  }

  /** One piece of reasoning. */
  String thinks(String piece) {
    return openAi() ? chunks().thinks(piece).text() : lines().thinks(piece).text();
  }

  /** The end of an answer: its reason, its usage of 3 and 2, and the mark. */
  String ending() {
    return openAi()
        ? chunks().finishes("stop").usage(3, 2).done().text()
        : lines().done("stop", 3, 2).text();
  }

  /** Nothing, as a sign of life. */
  String comment() {
    return openAi() ? ": still here\n\n" : "\n";
  }

  /** An error inside a stream. */
  String error(String words) {
    return openAi()
        ? "data: " + ErrorBodies.openAi(words, "server_error", null) + "\n\n"
        : ErrorBodies.plain(words) + "\n";
  }

  /** A 200 that streams these, one write each. */
  Reply stream(String... events) {
    return openAi() ? Reply.events(List.of(events)) : Reply.lines(List.of(events));
  }

  /** A whole good stream. */
  Reply good(String... pieces) {
    Reply reply = stream(opening());
    for (String piece : pieces) {
      reply = reply.body(says(piece));
    }
    return reply.body(ending());
  }

  /** A good answer that is not streamed. */
  Reply whole(String text) {
    return flavour == null
        ? Answers.ollamaChat(MODEL, Said.words(text))
        : Answers.chat(flavour, MODEL, Said.words(text));
  }

  /** A good answer to either kind of call. */
  Reply answer(boolean streamed, String text) {
    return streamed ? good(text) : whole(text);
  }

  /** A 500. */
  Reply serverError() {
    return switch (this) {
      case VLLM -> Refusals.vllmServerError();
      case LLAMA_CPP -> Refusals.llamaCppServerError();
      case OLLAMA -> Refusals.ollamaServerError();
    };
  }
}
