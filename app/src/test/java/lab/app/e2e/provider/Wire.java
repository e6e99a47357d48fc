package lab.app.e2e.provider;

import java.util.List;
import java.util.Locale;
import lab.testkit.answers.Answers;
import lab.testkit.answers.AnthropicStream;
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
  OLLAMA(null),
  ANTHROPIC(null);

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
    return ChatStream.of(flavour(), MODEL);
  }

  private Flavour flavour() {
    if (flavour == null) {
      throw new IllegalStateException(this + " has no chunks");
    }
    return flavour;
  }

  private static OllamaStream lines() {
    return OllamaStream.of(MODEL);
  }

  private static AnthropicStream events() {
    return AnthropicStream.of(MODEL);
  }

  /** What comes before any content. */
  String opening() {
    return switch (this) {
      case VLLM, LLAMA_CPP -> chunks().role().text();
      case OLLAMA -> lines().says("").text();
      case ANTHROPIC -> events().start(3).opensText().text();
    };
  }

  /** One piece of content. */
  String says(String piece) {
    return switch (this) {
      case VLLM, LLAMA_CPP -> chunks().says(piece).text();
      case OLLAMA -> lines().says(piece).text();
      case ANTHROPIC -> events().piece(piece).text();
    };
  }

  /** One piece of reasoning. */
  String thinks(String piece) {
    return switch (this) {
      case VLLM, LLAMA_CPP -> chunks().thinks(piece).text();
      case OLLAMA -> lines().thinks(piece).text();
      case ANTHROPIC -> events().thought(piece).text();
    };
  }

  /** The end of an answer: its reason, its usage of 3 and 2, and the mark. */
  String ending() {
    return switch (this) {
      case VLLM, LLAMA_CPP -> chunks().finishes("stop").usage(3, 2).done().text();
      case OLLAMA -> lines().done("stop", 3, 2).text();
      case ANTHROPIC -> events().closes().ends("end_turn", 3, 2).text();
    };
  }

  /** Nothing, as a sign of life. */
  String comment() {
    return switch (this) {
      case VLLM, LLAMA_CPP -> ": still here\n\n";
      case OLLAMA -> "\n";
      case ANTHROPIC -> events().ping().text();
    };
  }

  /** An error inside a stream. */
  String error(String words) {
    return switch (this) {
      case VLLM, LLAMA_CPP -> "data: " + ErrorBodies.openAi(words, "server_error", null) + "\n\n";
      case OLLAMA -> ErrorBodies.plain(words) + "\n";
      case ANTHROPIC -> events().error("api_error", words).text();
    };
  }

  /** A 200 that streams these, one write each. */
  Reply stream(String... events) {
    return this == OLLAMA ? Reply.lines(List.of(events)) : Reply.events(List.of(events));
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
    return switch (this) {
      case VLLM, LLAMA_CPP -> Answers.chat(flavour(), MODEL, Said.words(text));
      case OLLAMA -> Answers.ollamaChat(MODEL, Said.words(text));
      case ANTHROPIC -> Answers.anthropicMessage(MODEL, Said.words(text));
    };
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
      case ANTHROPIC -> Refusals.anthropicServerError();
    };
  }
}
