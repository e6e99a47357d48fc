package lab.testkit.answers;

import java.util.ArrayList;
import java.util.List;
import lab.testkit.script.Reply;
import lab.testkit.wire.Call;
import lab.testkit.wire.ChatChunks;
import lab.testkit.wire.Counts;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Sse;

/**
 * A streamed chat completion of OpenAI's format, event by event. Immutable: every method gives a
 * new stream with one more event, so a test can leave any of them out.
 */
public final class ChatStream {
  /** What every stream says of the time it was made. */
  public static final long CREATED = 1_700_000_000;

  private static final Counts UNCOUNTED = new Counts(0, 0);

  private final ChatChunks chunks;
  private final List<String> events;

  private ChatStream(ChatChunks chunks, List<String> events) {
    this.chunks = chunks;
    this.events = List.copyOf(events);
  }

  /** A stream without events yet, of a server that was asked for usage. */
  public static ChatStream of(Flavour flavour, String model) {
    return of(flavour, model, true);
  }

  /**
   * A stream without events yet.
   *
   * @param usageWanted whether the request had {@code stream_options.include_usage}
   */
  public static ChatStream of(Flavour flavour, String model, boolean usageWanted) {
    String id = flavour.id("testkit-1");
    return new ChatStream(new ChatChunks(flavour, id, model, CREATED, usageWanted), List.of());
  }

  /** A whole good stream: role, these pieces of content, finish, usage of 3 and 2, end mark. */
  public static ChatStream good(Flavour flavour, String model, String... pieces) {
    return of(flavour, model).role().says(pieces).finishes("stop").usage(3, 2).done();
  }

  public ChatStream role() {
    return with(Sse.data(chunks.role()));
  }

  /** An event for each piece of content. */
  public ChatStream says(String... pieces) {
    ChatStream all = this;
    for (String piece : pieces) {
      all = all.with(Sse.data(chunks.content(piece)));
    }
    return all;
  }

  public ChatStream thinks(String text) {
    return with(Sse.data(chunks.reasoning(text)));
  }

  /** A tool call: an event with its name, then one for each fragment of its arguments. */
  public ChatStream calls(int index, String id, String name, String... fragments) {
    ChatStream all = with(Sse.data(chunks.call(index, new Call(id, name, ""))));
    for (String fragment : fragments) {
      all = all.with(Sse.data(chunks.arguments(index, fragment)));
    }
    return all;
  }

  public ChatStream finishes(String reason) {
    return with(Sse.data(chunks.finish(reason, UNCOUNTED)));
  }

  /** The usage chunk, whose {@code choices} are empty. */
  public ChatStream usage(int prompt, int completion) {
    return with(Sse.data(chunks.usage(new Counts(prompt, completion))));
  }

  /** A piece of content that carries usage as well: vLLM's {@code continuous_usage_stats}. */
  public ChatStream saysCounted(String piece, int prompt, int completion) {
    return with(Sse.data(chunks.withUsage(chunks.content(piece), new Counts(prompt, completion))));
  }

  /** {@code [DONE]}. */
  public ChatStream done() {
    return with(Sse.DONE);
  }

  /** Any event, as it is. */
  public ChatStream with(String event) {
    List<String> more = new ArrayList<>(events);
    more.add(event);
    return new ChatStream(chunks, more);
  }

  /** Its events, each with its blank line. */
  public List<String> events() {
    return events;
  }

  /** All of it. */
  public String text() {
    return String.join("", events);
  }

  /** A 200 that sends one event at a time. */
  public Reply reply() {
    return Reply.events(events);
  }
}
