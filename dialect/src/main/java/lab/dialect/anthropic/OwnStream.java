package lab.dialect.anthropic;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import lab.contract.Usage;
import lab.dialect.AnswerStream;
import lab.dialect.Failure;
import lab.dialect.Noticed;
import lab.dialect.frame.SseSplitter;
import lab.dialect.json.Json;
import lab.dialect.json.JsonBytes;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's stream for a client that speaks it: each event passes as it came, but for the model's
 * name. What it says is only noticed.
 */
final class OwnStream implements AnswerStream {
  private static final byte[] STOP =
      "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n".getBytes(US_ASCII);

  private final SseSplitter events = new SseSplitter();
  private final AnthropicSource source = new AnthropicSource();
  private final Noticed noticed = new Noticed();
  private final JsonBytes out = new JsonBytes();
  private final String shown;
  private boolean failed;

  OwnStream(String shown) {
    this.shown = shown;
  }

  @Override
  public Step feed(byte[] bytes) {
    events.feed(bytes);
    return pass(false);
  }

  @Override
  public Step end() {
    events.finish();
    return pass(true);
  }

  @Override
  public int held() {
    return events.held();
  }

  @Override
  public Usage usage() {
    return noticed.usage();
  }

  private Step pass(boolean last) {
    if (failed || noticed.finished()) {
      return new Step(Step.NOTHING, false, noticed.content(), false, null);
    }
    boolean progress = false;
    Failure failure = null;
    while (!noticed.finished() && failure == null && events.next()) {
      progress |= AnthropicSource.isProgress(events);
      failure = source.read(events, noticed);
      if (failure == null && events.length() > 0) {
        int from = events.offset();
        pass(events.name(), Arrays.copyOfRange(events.array(), from, from + events.length()));
      }
    }
    if (failure == null && events.overflowed()) {
      failure = AnthropicSource.tooLong();
    }
    if (last && failure == null && !noticed.finished()) {
      failure = source.ended(noticed);
      if (failure == null) {
        out.raw(STOP);
      }
    }
    failed = failure != null;
    return new Step(
        out.taken(), progress, noticed.content(), noticed.finished() && !failed, failure);
  }

  private void pass(@Nullable String name, byte[] data) {
    if (name != null) {
      out.raw("event: " + name + "\n");
    }
    out.raw("data: ").raw("message_start".equals(name) ? renamed(data) : inOneLine(data));
    out.raw("\n\n");
  }

  private byte[] renamed(byte[] start) {
    ObjectNode event = Json.objectOf(new String(start, UTF_8));
    if (event != null
        && event.path("message") instanceof ObjectNode message
        && !message.path("model").asText().equals(shown)) {
      message.put("model", shown);
      return Json.bytes(event);
    }
    return inOneLine(start);
  }

  /** Data that came in several lines: between the tokens of JSON a space says the same. */
  private static byte[] inOneLine(byte[] data) {
    for (int i = 0; i < data.length; i++) {
      if (data[i] == '\n') {
        data[i] = ' ';
      }
    }
    return data;
  }
}
