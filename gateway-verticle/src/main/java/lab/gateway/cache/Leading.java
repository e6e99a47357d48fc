package lab.gateway.cache;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import lab.contract.Candidate;
import lab.dialect.InferenceCall;
import lab.gateway.call.AnswerTap;
import org.jspecify.annotations.Nullable;

/**
 * A request whose answer others get too, and that is kept where it is good. Event loop of its
 * exchange.
 */
final class Leading implements AnswerTap {
  /** How long an answer is kept at most that another model gave than the one that was meant. */
  private static final Duration LONGEST_FALLBACK = Duration.ofSeconds(60);

  private final Asked asked;
  private final Flight flight;
  private final Keeping keeping;
  private @Nullable Candidate expected;

  /** Who keeps answers. */
  interface Keeping {
    /** Keeps it under the key of the request. */
    StoredAnswer keep(
        Asked asked, Answer answer, Candidate by, boolean fallback, Duration keepFor, Pace pace);
  }

  Leading(Asked asked, Flight flight, Keeping keeping) {
    this.asked = asked;
    this.flight = flight;
    this.keeping = keeping;
  }

  Flight flight() {
    return flight;
  }

  /** It is this request that leads, and no other node's. */
  void begin() {
    InferenceCall call = asked.exchange().call();
    flight.is(call.streamed(), call.usageWanted());
    flight.comesFrom(Part.Source.HERE, asked.exchange()::deserted);
  }

  @Override
  public void expects(Candidate first) {
    expected = first;
  }

  @Override
  public void took(Buffer bytes) {
    flight.took(bytes.getBytes());
  }

  @Override
  public void complete(byte[] last) {
    flight.complete(last, asked.exchange().outcome().usage(), this::kept);
  }

  private @Nullable StoredAnswer kept(Answer answer) {
    Candidate by = asked.exchange().attempts().servedBy();
    if (by == null || expected == null || !isGood(answer)) {
      return null;
    }
    boolean fallback = !by.model().equals(expected.model());
    Duration keepFor = asked.handling().keepFor();
    boolean shorter = fallback && keepFor.compareTo(LONGEST_FALLBACK) > 0;
    return keeping.keep(
        asked,
        answer,
        by,
        fallback,
        shorter ? LONGEST_FALLBACK : keepFor,
        answer.streamed() ? flight.pace() : Pace.UNKNOWN);
  }

  /** A stream that is complete is good; a whole answer may lack its end. */
  private boolean isGood(Answer answer) {
    return answer.streamed()
        || !asked.exchange().speaksOpenAi()
        || asked.exchange().outcome().hasEnded();
  }

  @Override
  public void over() {
    flight.over();
  }

  @Override
  public boolean isShared() {
    return flight.isShared();
  }

  @Override
  public void whenShared(Runnable then) {
    flight.whenShared(then);
  }
}
