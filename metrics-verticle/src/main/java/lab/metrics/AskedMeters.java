package lab.metrics;

import lab.contract.AttemptOutcome;
import lab.contract.CallFinished;
import lab.contract.FailureKind;
import lab.contract.Usage;

/** The meters of a deployment for requests that asked for it by one name. */
final class AskedMeters {
  private final Book book;
  private final String asked;
  private final Place place;
  private final Count attempts;
  private final Count good;
  private final Count input;
  private final Count output;
  private final Count total;
  private final Histogram took;
  private final Histogram firstToken;
  private final Histogram whole;

  AskedMeters(Book book, String asked, Place place) {
    this.book = book;
    this.asked = asked;
    this.place = place;
    String model = place.model();
    String id = place.id();
    attempts = book.count(LiteLlmFamilies.ATTEMPTS, place.labels(asked));
    good = book.count(LiteLlmFamilies.GOOD, place.labels(asked));
    input = book.count(LiteLlmFamilies.INPUT_TOKENS, asked, model, id);
    output = book.count(LiteLlmFamilies.OUTPUT_TOKENS, asked, model, id);
    total = book.count(LiteLlmFamilies.TOTAL_TOKENS, asked, model, id);
    took = book.histogram(LiteLlmFamilies.API_LATENCY, asked, model, id);
    firstToken = book.histogram(LiteLlmFamilies.API_FIRST_TOKEN, asked, model, id);
    whole = book.histogram(LiteLlmFamilies.TOTAL_LATENCY, asked, model, id);
  }

  void abandoned() {
    attempts.increment();
  }

  void failed(FailureKind kind) {
    attempts.increment();
    Blame blame = Blame.of(kind);
    book.count(LiteLlmFamilies.FAILED, place.labels(asked, blame.status(), blame.exception()))
        .increment();
  }

  void tokens(Usage usage) {
    input.add((double) usage.promptTokens());
    output.add((double) usage.completionTokens());
    total.add((double) usage.total());
  }

  void succeeded(AttemptOutcome outcome) {
    attempts.increment();
    good.increment();
    took.add(Histogram.seconds(outcome.took()));
    if (outcome.streamed() && outcome.toFirstContent() != null) {
      firstToken.add(Histogram.seconds(outcome.toFirstContent()));
    }
  }

  /** A request that it answered is over. */
  void answered(CallFinished call) {
    whole.add(Histogram.seconds(call.took()));
  }
}
