package lab.gateway.cache;

import java.util.List;
import lab.gateway.call.Deadlines.Limit;
import lab.gateway.call.Exchange;

/** Gives a client an answer that is there. Event loop of its exchange. */
final class Kept {
  private final Exchange exchange;
  private final Delivery delivery;
  private final Answer answer;
  private int passed;

  Kept(Exchange exchange, Delivery delivery, Answer answer) {
    this.exchange = exchange;
    this.delivery = delivery;
    this.answer = answer;
  }

  void give() {
    exchange.onPassed(
        limit -> {
          if (limit == Limit.IDLE) {
            exchange.hangUp();
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
    while (!exchange.over()) {
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
}
