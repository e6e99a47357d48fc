package lab.gateway.ingress;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import lab.contract.CallFinished;
import lab.contract.Candidate;
import lab.contract.FailureKind;
import lab.contract.RouteDecision;
import lab.gateway.call.ErrorReplies;
import lab.gateway.call.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** One line per inference request, with names and numbers only: never content, never a header. */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("lab.access");

  /** Who waits longer for the first content is worth a warning. */
  private static final Duration SLOW = Duration.ofSeconds(10);

  /**
   * Writes the line of a request that is over.
   *
   * @param exchange knows of its attempts, all of which have ended
   */
  void write(Exchange exchange, CallFinished call) {
    Level level = level(call);
    if (!LOG.isEnabledForLevel(level)) {
      return;
    }
    LoggingEventBuilder line =
        LOG.atLevel(level)
            .addKeyValue("request_id", call.call())
            .addKeyValue("operation", call.operation().label())
            .addKeyValue("model", call.model() == null ? null : plain(call.model().value()))
            .addKeyValue("status", call.status())
            .addKeyValue("attempts", call.attempts())
            .addKeyValue("streamed", call.streamed())
            .addKeyValue("latency_ms", call.took().toMillis())
            .addKeyValue("overhead_us", call.overhead().toNanos() / 1_000)
            .addKeyValue("cache_hit", call.cache() != null && call.cache().saves())
            .addKeyValue("prompt_tokens", call.usage().promptTokens())
            .addKeyValue("completion_tokens", call.usage().completionTokens());
    if (exchange.caller().alias() != null) {
      line = line.addKeyValue("caller", exchange.caller().alias());
    }
    if (call.stage() != null) {
      line = line.addKeyValue("strategy", call.stage().label());
    }
    if (call.servedBy() != null) {
      line = line.addKeyValue("provider", call.servedBy().provider());
    }
    if (call.toFirstContent() != null) {
      line = line.addKeyValue("first_content_ms", call.toFirstContent().toMillis());
    }
    if (call.attempts() > 0) {
      line =
          line.addKeyValue("retries", exchange.attempts().retries())
              .addKeyValue("fallbacks", call.attempts() - 1 - exchange.attempts().retries())
              .addKeyValue("tried", exchange.attempts().told());
    }
    if (exchange.outcome().limitedBy() != null) {
      line = line.addKeyValue("limit", plain(exchange.outcome().limitedBy()));
    }
    if (call.failure() != null) {
      line = line.addKeyValue("failure", call.failure().label());
    }
    line.log(event(call));
  }

  /** Providers that left a client without an answer are an error; what was mended is a warning. */
  private static Level level(CallFinished call) {
    FailureKind failure = call.failure();
    if (failure != null && failure.movesOn() && call.attempts() > 0 && call.status() != 429) {
      return Level.ERROR;
    }
    boolean slow = call.toFirstContent() != null && call.toFirstContent().compareTo(SLOW) > 0;
    return slow || call.movedOn() != null || call.status() >= 500 || call.status() == 429
        ? Level.WARN
        : Level.INFO;
  }

  private static String event(CallFinished call) {
    return switch (call.status()) {
      case ErrorReplies.CLIENT_LEFT -> "request cancelled";
      case 429 -> "rate limit";
      default ->
          call.status() < 400 && call.failure() == null ? "request routed" : "request failed";
    };
  }

  /** Tells where a request is to go, for who looks for the reason. */
  static void decided(Exchange exchange, RouteDecision decision) {
    if (!LOG.isDebugEnabled()) {
      return;
    }
    List<Candidate> inOrder = decision instanceof RouteDecision.Go go ? go.inOrder() : List.of();
    LOG.atDebug()
        .addKeyValue("request_id", exchange.id())
        .addKeyValue("strategy", decision.why().stage().label())
        .addKeyValue("candidates", joined(inOrder, one -> one.provider() + "/" + one.model()))
        .addKeyValue(
            "left_out", joined(decision.why().leftOut(), one -> one.provider() + "/" + one.model()))
        .log("routing decision");
  }

  private static <T> String joined(List<T> all, Function<T, String> name) {
    return all.stream().map(name).map(AccessLog::plain).collect(Collectors.joining(", "));
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
