package lab.gateway.cache;

import java.time.Duration;
import java.util.List;
import lab.gateway.call.Deadlines.Limit;
import lab.gateway.call.Exchange;

/** Gives a client an answer that is there. Event loop of its exchange. */
final class Kept {
  private final Exchange exchange;
  private final Delivery delivery;
  private final Answer answer;
  private final Pace pace;
  private int passed;

  /** The piece before which the pause is over. */
  private int waitedFor = -1;

  /**
   * @param pace how long each piece of a stream is waited for
   */
  Kept(Exchange exchange, Delivery delivery, Answer answer, Pace pace) {
    this.exchange = exchange;
    this.delivery = delivery;
    this.answer = answer;
    this.pace = pace;
  }

  void give() {
    exchange.onPassed(
        limit -> {
          switch (limit) {
            case IDLE -> exchange.hangUp();
            case PAUSE -> goOn();
            case BODY, WHOLE, ATTEMPT, KEEP_ALIVE, STREAM -> {}
          }
        });
    goOn();
  }

  private void goOn() {
    if (!delivery.passes(answer)) {
      delivery.convert(answer);
      return;
    }
    List<byte[]> pieces = answer.pieces();
    while (!exchange.over() && !pauses()) {
      byte[] piece = pieces.get(passed++);
      if (passed == pieces.size()) {
        delivery.passLast(answer, piece);
        return;
      }
      delivery.pass(answer, piece);
      if (delivery.waits(this::goOn)) {
        return;
      }
    }
  }

  /** Whether it is too early for the next piece; then this goes on once it is not. */
  private boolean pauses() {
    int millis = pace.before(passed);
    if (millis == 0 || waitedFor == passed) {
      return false;
    }
    waitedFor = passed;
    exchange.deadlines().in(Limit.PAUSE, Duration.ofMillis(millis));
    return true;
  }
}
