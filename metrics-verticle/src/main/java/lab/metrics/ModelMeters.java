package lab.metrics;

import lab.contract.CacheOutcome;
import lab.contract.CallFinished;
import lab.contract.FailureKind;

/** The meters of one model name that clients ask for, resolved once. */
final class ModelMeters {
  private static final int TOO_MANY = 429;

  private final Book book;
  private final String model;
  private final Count good;
  private final Count bad;
  private final Count cancelled;
  private final Count limited;
  private final Count fallbacks;
  private final Count exhausted;
  private final Count hits;
  private final Count misses;
  private final Histogram duration;
  private final ByCode byStatus;

  ModelMeters(Book book, String model) {
    this.book = book;
    this.model = model;
    good = book.count(RequestFamilies.REQUESTS, model, Verdict.SUCCESS.label());
    bad = book.count(RequestFamilies.REQUESTS, model, Verdict.ERROR.label());
    cancelled = book.count(RequestFamilies.CANCELLED, model);
    limited = book.count(RequestFamilies.LIMITED, model);
    fallbacks = book.count(RequestFamilies.FALLBACKS, model);
    exhausted = book.count(RequestFamilies.EXHAUSTED, model);
    hits = book.count(LiteLlmFamilies.CACHE_HITS, model);
    misses = book.count(LiteLlmFamilies.CACHE_MISSES, model);
    duration = book.histogram(RequestFamilies.DURATION, model);
    byStatus =
        new ByCode(
            (operation, code) ->
                book.count(LiteLlmFamilies.PROXY_TOTAL, model, code, operation.path()));
  }

  void note(CallFinished call) {
    Verdict verdict = Verdict.of(call);
    switch (verdict) {
      case SUCCESS -> good.increment();
      case ERROR -> bad.increment();
      case CANCELLED -> cancelled.increment();
    }
    duration.add(call.took(), call.call());
    byStatus.increment(call.operation(), call.status());
    if (call.status() == TOO_MANY) {
      limited.increment();
    }
    if (call.cache() != null) {
      cache(call.cache());
    }
    if (verdict == Verdict.ERROR) {
      failed(call);
    }
    if (call.movedOn() != null) {
      fallbacks.increment();
    }
  }

  private void cache(CacheOutcome outcome) {
    if (outcome.saves()) {
      hits.increment();
    } else if (outcome == CacheOutcome.MISS) {
      misses.increment();
    }
  }

  private void failed(CallFinished call) {
    FailureKind kind = call.failure() == null ? FailureKind.SERVER : call.failure();
    Blame blame = Blame.of(kind);
    book.count(
            LiteLlmFamilies.PROXY_FAILED,
            model,
            blame.status(),
            blame.exception(),
            call.operation().path())
        .increment();
    // Without content from anybody, and for no reason of the request's own.
    if (call.attempts() > 0 && call.servedBy() == null && kind.movesOn()) {
      exhausted.increment();
    }
  }
}
