package lab.testkit.script;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** One thing a scripted reply does after its head. */
sealed interface Act {

  /** Sends a piece of the body in a write of its own, framed (and compressed) as the reply says. */
  record Body(Buffer bytes) implements Act {}

  /** Sends the last piece of the body and the end of the body in one write; acts may follow. */
  record LastBody(Buffer bytes) implements Act {}

  /** Sends exactly these bytes in a write of their own. */
  record Raw(Buffer bytes) implements Act {}

  /** Sends the end of the body now; acts may follow. */
  record Ended() implements Act {}

  /** Waits until a test opens the gate. */
  record AtGate(Gate gate) implements Act {}

  /** Waits for a while. */
  record Pause(Duration time) implements Act {}

  /** Sends the same piece of body again and again, as fast as the peer reads, until it leaves. */
  record Flood(Buffer piece) implements Act {}

  /** Reads nothing more from this connection. */
  record StopReading() implements Act {}

  /** Closes this connection without a byte when the next request comes on it. */
  record CloseOnReuse() implements Act {}

  /** Closes in order. */
  record Close() implements Act {}

  /** Closes with a reset. */
  record Reset() implements Act {}

  /** Does nothing more and keeps the connection. */
  record Hang() implements Act {}
}
