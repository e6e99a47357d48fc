package lab.testkit.script;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a scripted provider does with one request, told as a chain of small acts. Immutable: every
 * method gives a new reply, so parts can be shared.
 *
 * <p>A reply that neither closes nor hangs ends its body properly and keeps the connection for the
 * next request. The head goes out on its own before the first act.
 */
public final class Reply {
  private final @Nullable String statusLine;
  private final Map<String, String> headers;
  private final Framing framing;
  private final boolean gzip;
  private final List<Act> acts;

  private Reply(
      @Nullable String statusLine,
      Map<String, String> headers,
      Framing framing,
      boolean gzip,
      List<Act> acts) {
    this.statusLine = statusLine;
    this.headers = headers;
    this.framing = framing;
    this.gzip = gzip;
    this.acts = List.copyOf(acts);
  }

  /** A head with this status and a body in chunks, so far empty. */
  public static Reply status(int status) {
    return new Reply(
        "HTTP/1.1 " + status + " " + HttpResponseStatus.valueOf(status).reasonPhrase(),
        Map.of(),
        new Framing.Chunked(),
        false,
        List.of());
  }

  /** A 200. */
  public static Reply ok() {
    return status(200);
  }

  /** No head at all: only what the acts send. */
  public static Reply bare() {
    return new Reply(null, Map.of(), new Framing.UntilClose(), false, List.of());
  }

  /** JSON with its true length. */
  public static Reply json(int status, String body) {
    return status(status).header("content-type", "application/json").sized().body(body);
  }

  /** A 200 that streams these events, one write each. */
  public static Reply events(List<String> events) {
    return ok().header("content-type", "text/event-stream; charset=utf-8").bodies(events);
  }

  /** A 200 that streams these lines, one write each. */
  public static Reply lines(List<String> lines) {
    return ok().header("content-type", "application/x-ndjson").bodies(lines);
  }

  /** Sends the client elsewhere with this status. */
  public static Reply redirect(int status, String location) {
    return status(status).header("location", location).sized();
  }

  /** Takes the request and never says a word. */
  public static Reply silence() {
    return bare().thenHang();
  }

  /** Takes the request and closes without a byte. */
  public static Reply hangUp() {
    return bare().thenClose();
  }

  /** Adds a header as given, replacing one of the same spelling. */
  public Reply header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(statusLine, more, framing, gzip, acts);
  }

  /** The body comes in chunks, one per piece; this is the default. */
  public Reply chunked() {
    return framed(new Framing.Chunked());
  }

  /** The body has its true {@code Content-Length}. */
  public Reply sized() {
    return framed(new Framing.Sized());
  }

  /** The body has this {@code Content-Length}, whatever is really sent. */
  public Reply claiming(long length) {
    return framed(new Framing.Claimed(length));
  }

  /** The body ends where the connection ends. */
  public Reply untilClose() {
    return framed(new Framing.UntilClose());
  }

  private Reply framed(Framing other) {
    return new Reply(statusLine, headers, other, gzip, acts);
  }

  /** The body is compressed, whatever was asked for; each piece is flushed. */
  public Reply gzipped() {
    return new Reply(statusLine, headers, framing, true, acts).header("content-encoding", "gzip");
  }

  /** Sends a piece of the body. */
  public Reply body(String text) {
    return with(new Act.Body(Buffer.buffer(text)));
  }

  /** Sends a piece of the body. */
  public Reply body(byte[] bytes) {
    return with(new Act.Body(Buffer.buffer(bytes)));
  }

  /** Sends each as a piece of its own. */
  public Reply bodies(List<String> pieces) {
    Reply all = this;
    for (String piece : pieces) {
      all = all.body(piece);
    }
    return all;
  }

  /** Sends the text cut before these byte positions, which ascend. */
  public Reply bodyCutAt(String text, int... positions) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Reply cut = this;
    int from = 0;
    for (int position : positions) {
      cut = cut.body(Arrays.copyOfRange(bytes, from, position));
      from = position;
    }
    return cut.body(Arrays.copyOfRange(bytes, from, bytes.length));
  }

  /** Sends the text one byte at a time. */
  public Reply bodyByteByByte(String text) {
    return dripped(text, Duration.ZERO);
  }

  /** Sends the text one byte at a time with a pause after each. */
  public Reply dripped(String text, Duration pause) {
    List<Act> drops = new ArrayList<>();
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      drops.add(new Act.Body(Buffer.buffer(new byte[] {one})));
      if (!pause.isZero()) {
        drops.add(new Act.Pause(pause));
      }
    }
    return with(drops.toArray(Act[]::new));
  }

  /** Sends exactly these bytes, unframed. */
  public Reply raw(String text) {
    return with(new Act.Raw(Buffer.buffer(text)));
  }

  /**
   * The piece of body that was told last and the end of the body go out in one write, so that whose
   * reader has the one has the other too; acts may follow.
   */
  public Reply endedInOneWrite() {
    if (acts.isEmpty() || !(acts.getLast() instanceof Act.Body last)) {
      throw new IllegalStateException("the last act of this reply is no piece of body");
    }
    List<Act> others = acts.subList(0, acts.size() - 1);
    return new Reply(statusLine, headers, framing, gzip, others)
        .with(new Act.LastBody(last.bytes()));
  }

  /** Sends the end of the body now, so that something may follow it. */
  public Reply ended() {
    return with(new Act.Ended());
  }

  /** Waits here until the test opens the gate. */
  public Reply at(Gate gate) {
    return with(new Act.AtGate(gate));
  }

  /** Waits here for a while. */
  public Reply pause(Duration time) {
    return with(new Act.Pause(time));
  }

  /** Sends this piece of body for ever, as fast as the peer reads, until it leaves. */
  public Reply flood(String piece) {
    return with(new Act.Flood(Buffer.buffer(piece)));
  }

  /** Reads nothing more from the connection, so that the peer's own writes pile up. */
  public Reply stopReading() {
    return with(new Act.StopReading());
  }

  /** The next request on this connection finds it closed without a byte, as if it had idled. */
  public Reply closingOnReuse() {
    return with(new Act.CloseOnReuse());
  }

  /** Closes in order, without an end mark of the body. */
  public Reply thenClose() {
    return with(new Act.Close());
  }

  /** Closes with a reset, without an end mark of the body. */
  public Reply thenReset() {
    return with(new Act.Reset());
  }

  /** Falls silent for ever, without an end mark of the body. */
  public Reply thenHang() {
    return with(new Act.Hang());
  }

  private Reply with(Act... more) {
    return new Reply(
        statusLine, headers, framing, gzip, Stream.concat(acts.stream(), Stream.of(more)).toList());
  }

  List<Act> acts() {
    return acts;
  }

  boolean closesAtEnd() {
    return framing instanceof Framing.UntilClose;
  }

  BodyCoder coder() {
    return new BodyCoder(framing, gzip);
  }

  /** The head's bytes; empty where there is none. */
  Buffer head() {
    if (statusLine == null) {
      return Buffer.buffer();
    }
    StringBuilder head = new StringBuilder(statusLine).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    String frame =
        switch (framing) {
          case Framing.Chunked chunks -> "transfer-encoding: chunked";
          case Framing.Sized sized -> "content-length: " + trueLength();
          case Framing.Claimed claimed -> "content-length: " + claimed.length();
          case Framing.UntilClose close -> "connection: close";
        };
    return Buffer.buffer(head.append(frame).append("\r\n\r\n").toString());
  }

  private long trueLength() {
    BodyCoder trial = coder();
    long length = 0;
    for (Act act : acts) {
      length +=
          switch (act) {
            case Act.Body(Buffer bytes) -> trial.piece(bytes).length();
            case Act.LastBody(Buffer bytes) -> trial.piece(bytes).length();
            default -> 0;
          };
    }
    return length + trial.end().length();
  }
}
