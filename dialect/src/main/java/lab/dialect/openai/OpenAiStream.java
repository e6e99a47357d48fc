package lab.dialect.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.dialect.AnswerStream;
import lab.dialect.Failure;
import lab.dialect.failure.FailureReader;
import lab.dialect.frame.SseSplitter;
import lab.dialect.json.JsonKind;
import lab.dialect.json.MalformedJson;
import lab.dialect.json.Splice;
import org.jspecify.annotations.Nullable;

/**
 * Passes an OpenAI event stream on. Where nothing has to change, what came is what goes; else only
 * the bytes change that have to. Comments, ids and retry times never pass.
 *
 * <p>After its end, complete or failed, each further step gives no bytes and tells the same end.
 */
final class OpenAiStream implements AnswerStream {
  private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);

  private final SseSplitter events = new SseSplitter();
  private final AnswerReader chunk = new AnswerReader();
  private final Outgoing out = new Outgoing();
  private final ByteArrayOutputStream unstreamed = new ByteArrayOutputStream(0);
  private final Repair repair;
  private final ToolDeltas tools;
  private final boolean usageWanted;

  private BodyShape shape = BodyShape.UNKNOWN;
  private Usage usage = Usage.UNKNOWN;
  private long seenChoices;
  private long finishedChoices;
  private boolean anyEvent;
  private boolean progress;
  private boolean content;
  private boolean complete;
  private @Nullable Failure failure;

  /**
   * @param repair makes chunks what clients can read
   * @param id the answer's id where the provider gives none
   * @param usageWanted whether a chunk that has nothing but the usage passes
   */
  OpenAiStream(Repair repair, String id, boolean usageWanted) {
    this.repair = repair;
    this.usageWanted = usageWanted;
    tools = new ToolDeltas(id);
  }

  @Override
  public Step feed(byte[] bytes) {
    out.begin(bytes);
    progress = false;
    if (!isOver()) {
      shape = shape.with(bytes);
      switch (shape) {
        case UNKNOWN, EVENTS -> {
          events.feed(bytes);
          passEvents();
        }
        case JSON -> collect(bytes);
        case PAGE -> fail("the provider answered with a page instead of a stream");
      }
    }
    return step();
  }

  @Override
  public Step end() {
    out.begin(Step.NOTHING);
    progress = false;
    if (!isOver() && shape == BodyShape.JSON) {
      convert();
    }
    if (!isOver()) {
      events.finish();
      passEvents();
    }
    if (!isOver()) {
      // Without an end marker every choice that was begun has to have been finished.
      if (finishedChoices != 0 && finishedChoices == seenChoices) {
        out.addEvent(DONE);
        complete = true;
      } else {
        failUnfinished();
      }
    }
    return step();
  }

  @Override
  public int held() {
    return shape == BodyShape.JSON ? unstreamed.size() : events.held();
  }

  @Override
  public Usage usage() {
    return usage;
  }

  private boolean isOver() {
    return complete || failure != null;
  }

  private Step step() {
    return new Step(out.end(), progress, content, complete, failure);
  }

  private void collect(byte[] bytes) {
    progress = true;
    if (unstreamed.size() + bytes.length > SseSplitter.LONGEST_EVENT) {
      fail("the provider's answer is too long");
    } else {
      unstreamed.writeBytes(bytes);
    }
  }

  /** The answer that should have been a stream becomes one, and then goes the way of all. */
  private void convert() {
    byte[] whole = unstreamed.toByteArray();
    int from = BodyShape.beginOfJson(whole);
    try {
      chunk.read(whole, from, whole.length);
    } catch (MalformedJson malformed) {
      failure = WholeAnswers.notJson(malformed);
      return;
    }
    failure = WholeAnswers.lack(chunk, whole);
    if (failure == null) {
      events.feed(WholeToChunks.events(Trees.read(whole, from, whole.length)));
    }
  }

  private void passEvents() {
    while (!isOver() && events.next()) {
      if (events.length() > 0) {
        passEvent();
      }
    }
    if (!isOver() && events.overflowed()) {
      fail("the provider sent an event of more than 16 MiB");
    }
  }

  private void passEvent() {
    progress = true;
    anyEvent = true;
    byte[] data = events.array();
    int from = events.offset();
    int to = from + events.length();
    if ("error".equals(events.name())) {
      failure = ErrorEvents.failure(Arrays.copyOfRange(data, from, to));
    } else if (isDone(data, from, to)) {
      finish(data, from, to);
    } else {
      try {
        chunk.read(data, from, to);
        passChunk(data, from, to);
      } catch (MalformedJson malformed) {
        fail("the provider sent an event that is not JSON: " + malformed.getMessage());
      }
    }
  }

  private static boolean isDone(byte[] data, int from, int to) {
    return to - from >= DONE.length
        && Arrays.equals(data, from, from + DONE.length, DONE, 0, DONE.length);
  }

  private void finish(byte[] data, int from, int to) {
    if (finishedChoices == 0) {
      failUnfinished();
    } else {
      // Some servers write a space behind it, and some clients compare exactly.
      int end = from + DONE.length;
      out.addEvent(data, from, end, events.plain() && end == to);
      complete = true;
    }
  }

  private void passChunk(byte[] data, int from, int to) throws MalformedJson {
    ChoicesReader choices = chunk.choices();
    if (chunk.hasFailed()) {
      failure = FailureReader.ofObject(Arrays.copyOfRange(data, from, to));
      return;
    }
    if (choices.haveFailedFinish()) {
      fail("the provider ended the answer with finish_reason \"error\"");
      return;
    }
    boolean choicesLack = chunk.lacks(AnswerReader.CHOICES);
    if (!chunk.isObject() || (!choicesLack && chunk.kind(AnswerReader.CHOICES) != JsonKind.ARRAY)) {
      fail("the provider sent an event that is no chunk of an answer");
      return;
    }
    if (choicesLack && ErrorEvents.isBare(chunk, data)) {
      failure = ErrorEvents.failure(Arrays.copyOfRange(data, from, to));
      return;
    }
    seenChoices |= choices.seen();
    finishedChoices |= choices.finished();
    content |= choices.haveContent() || choices.finished() != 0;
    if (chunk.hasUsage()) {
      usage = chunk.usage(usage);
    }
    boolean withheld = chunk.hasUsage() && choices.count() == 0 && !usageWanted;
    if (!withheld) {
      let(data, from, to);
    }
  }

  private void let(byte[] data, int from, int to) throws MalformedJson {
    List<ChoicesReader.ToolCalls> toolCalls = chunk.choices().toolCalls();
    if (!toolCalls.isEmpty() || repair.isNeeded(chunk)) {
      Splice splice = new Splice(data, from, to);
      repair.note(chunk, data, splice);
      for (ChoicesReader.ToolCalls fragments : toolCalls) {
        byte[] put = tools.take(data, fragments);
        if (tools.tooMany()) {
          fail("the provider sent more tool calls than anybody makes");
          return;
        }
        if (put != null) {
          splice.replace(fragments.start(), fragments.end(), put);
        }
      }
      if (splice.isEmpty()) {
        out.addEvent(data, from, to, events.plain());
      } else {
        out.addEvent(splice.bytes());
      }
    } else if (repair.renames(chunk, data)) {
      int start = chunk.start(AnswerReader.MODEL);
      int end = chunk.end(AnswerReader.MODEL);
      out.addEvent(data, from, to, events.plain(), start, end, repair.shown());
    } else {
      out.addEvent(data, from, to, events.plain());
    }
  }

  private void failUnfinished() {
    fail(
        anyEvent
            ? "the provider's stream ended without a finish_reason"
            : "the provider's stream ended without an event");
  }

  private void fail(String message) {
    failure = Failure.of(FailureKind.SERVER, message);
  }
}
