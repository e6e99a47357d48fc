package lab.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import lab.config.Price;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.FailureKind;
import lab.contract.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one model of one provider under LiteLLM's names. Made when the first attempt at it
 * ends: most of a large configuration are never asked for.
 */
final class Deployment {
  private final Book book;
  private final Place place;
  private final @Nullable Price price;
  private final Count requests;
  private final Count spend;
  private final Histogram perToken;
  private final Map<String, AskedMeters> asked = new ConcurrentHashMap<>();

  Deployment(Book book, Place place, @Nullable Price price) {
    this.book = book;
    this.place = place;
    this.price = price;
    requests = book.count(LiteLlmFamilies.REQUESTS, place.model(), place.id());
    spend = book.count(LiteLlmFamilies.SPEND, place.model(), place.id());
    perToken = book.histogram(LiteLlmFamilies.PER_TOKEN, place.labels());
  }

  /** The same for requests that asked for it by this name. */
  AskedMeters asked(String name) {
    AskedMeters known = asked.get(name);
    if (known != null) {
      return known;
    }
    String shown = name.equals(Known.OTHER) || book.admits() ? name : Known.OTHER;
    return asked.computeIfAbsent(shown, added -> new AskedMeters(book, added, place));
  }

  /** What an attempt's tokens cost; 0 where the configuration has no price. */
  double cost(Usage usage) {
    return price == null
        ? 0
        : usage.promptTokens() * price.input() + usage.completionTokens() * price.output();
  }

  /**
   * An attempt has ended.
   *
   * @param name the model that was asked for
   */
  void note(AttemptOutcome outcome, String name, double cost) {
    spend.add(cost);
    AskedMeters meters = asked(name);
    meters.tokens(outcome.usage());
    switch (outcome.ending()) {
      case Ending.Succeeded _ -> {
        requests.increment();
        meters.succeeded(outcome);
        if (outcome.usage().completionTokens() > 0) {
          perToken.add(Histogram.seconds(outcome.took()) / outcome.usage().completionTokens());
        }
      }
      case Ending.Failed(FailureKind kind, _, _) -> meters.failed(kind);
      case Ending.Abandoned _ -> meters.abandoned();
    }
  }
}
