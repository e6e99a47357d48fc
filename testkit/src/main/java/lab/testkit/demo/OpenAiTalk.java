package lab.testkit.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lab.testkit.wire.Call;
import lab.testkit.wire.ChatChunks;
import lab.testkit.wire.Counts;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.OpenAiBodies;
import lab.testkit.wire.Said;
import lab.testkit.wire.Sse;

/** One answer, put into OpenAI's format as this flavour and this request have it. */
final class OpenAiTalk {
  static final String EVENT_STREAM = "text/event-stream; charset=utf-8";

  private final Flavour flavour;
  private final Ask ask;
  private final Said said;
  private final Counts counts;
  private final boolean usageWanted;
  private final boolean usageInEveryChunk;
  private final String unique;

  OpenAiTalk(Flavour flavour, Ask ask, Said said, JsonNode body) {
    this.flavour = flavour;
    this.ask = ask;
    this.said = said;
    this.counts = new Counts(ask.promptTokens(), tokens(said));
    JsonNode options = body.path("stream_options");
    // llama-cpp-python knows no stream options.
    this.usageWanted =
        flavour != Flavour.LLAMA_CPP_PYTHON && options.path("include_usage").asBoolean();
    this.usageInEveryChunk =
        flavour == Flavour.VLLM && options.path("continuous_usage_stats").asBoolean();
    this.unique = String.format(Locale.ROOT, "%08x", ask.question().hashCode());
  }

  /** Tokens of an answer, whatever it is made of. */
  static int tokens(Said said) {
    int calls =
        said.calls().stream().mapToInt(call -> Tokens.count(call.name() + call.arguments())).sum();
    return Tokens.count(said.reasoning()) + Tokens.count(said.content()) + calls;
  }

  Counts counts() {
    return counts;
  }

  String chatBody() {
    return OpenAiBodies.chat(
            flavour, flavour.id(unique), ask.model(), OpenAiServer.CREATED, said, counts)
        .toString();
  }

  List<Beat> chatBeats() {
    ChatChunks chunks =
        new ChatChunks(flavour, flavour.id(unique), ask.model(), OpenAiServer.CREATED, usageWanted);
    List<ObjectNode> spoken = new ArrayList<>();
    Tokens.of(said.reasoning()).forEach(piece -> spoken.add(chunks.reasoning(piece)));
    Tokens.of(said.content()).forEach(piece -> spoken.add(chunks.content(piece)));
    for (int i = 0; i < said.calls().size(); i++) {
      Call call = said.calls().get(i);
      int index = i;
      spoken.add(chunks.call(index, new Call(call.id(), call.name(), "")));
      Tokens.of(call.arguments())
          .forEach(fragment -> spoken.add(chunks.arguments(index, fragment)));
    }
    List<Beat> beats = new ArrayList<>();
    beats.add(Beat.unspoken(chunks.role()));
    for (ObjectNode chunk : spoken) {
      Counts soFar = new Counts(counts.prompt(), beats.size());
      beats.add(Beat.spoken(usageInEveryChunk ? chunks.withUsage(chunk, soFar) : chunk));
    }
    beats.add(Beat.unspoken(chunks.finish(said.finish(), counts)));
    if (usageWanted) {
      beats.add(Beat.unspoken(chunks.usage(counts)));
    }
    beats.add(new Beat(Sse.DONE, false));
    return beats;
  }

  String textBody() {
    return OpenAiBodies.text(
            flavour, "cmpl-" + unique, ask.model(), OpenAiServer.CREATED, said, counts)
        .toString();
  }

  List<Beat> textBeats() {
    List<Beat> beats = new ArrayList<>();
    Tokens.of(said.content()).forEach(piece -> beats.add(Beat.spoken(part(piece, ""))));
    beats.add(Beat.unspoken(part("", said.finish())));
    if (usageWanted) {
      beats.add(
          Beat.unspoken(
              OpenAiBodies.textUsage(
                  flavour, "cmpl-" + unique, ask.model(), OpenAiServer.CREATED, counts)));
    }
    beats.add(new Beat(Sse.DONE, false));
    return beats;
  }

  private ObjectNode part(String text, String finish) {
    return OpenAiBodies.textPart("cmpl-" + unique, ask.model(), OpenAiServer.CREATED, text, finish);
  }
}
