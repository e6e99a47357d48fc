package lab.gateway.ingress;

import lab.contract.CallFinished;
import lab.gateway.call.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One line per inference request, with names and numbers only: never content, never a header. */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("lab.access");

  /**
   * Writes the line of a request that is over.
   *
   * @param exchange knows of its attempts, all of which have ended
   */
  void write(Exchange exchange, CallFinished call) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    LoggingEventBuilder line =
        (call.status() >= 500 ? LOG.atWarn() : LOG.atInfo())
            .addKeyValue("call", call.call())
            .addKeyValue("operation", call.operation().label())
            .addKeyValue("model", call.model() == null ? null : plain(call.model().value()))
            .addKeyValue("status", call.status())
            .addKeyValue("attempts", call.attempts())
            .addKeyValue("streamed", call.streamed())
            .addKeyValue("took_ms", call.took().toMillis())
            .addKeyValue("overhead_us", call.overhead().toNanos() / 1_000)
            .addKeyValue("prompt_tokens", call.usage().promptTokens())
            .addKeyValue("completion_tokens", call.usage().completionTokens());
    if (exchange.caller().alias() != null) {
      line = line.addKeyValue("caller", exchange.caller().alias());
    }
    if (call.servedBy() != null) {
      line = line.addKeyValue("provider", call.servedBy().provider());
    }
    if (call.attempts() > 0) {
      line =
          line.addKeyValue("retries", exchange.attempts().retries())
              .addKeyValue("fallbacks", call.attempts() - 1 - exchange.attempts().retries())
              .addKeyValue("tried", exchange.attempts().told());
    }
    if (call.failure() != null) {
      line = line.addKeyValue("failure", call.failure().label());
    }
    line.log("request");
  }

  /** A client's words must not make lines of their own. */
  private static String plain(String name) {
    return name.chars().allMatch(c -> c >= ' ' && c != 0x7f)
        ? name
        : name.replaceAll("\\p{Cntrl}", "?");
  }

  void broken(@Nullable Throwable bug) {
    LOG.atError().setCause(bug).log("request failed inside the gateway");
  }
}
