package lab.app.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import lab.contract.Operation;
import lab.gateway.call.Tracing;
import org.jspecify.annotations.Nullable;

/**
 * The traces of a node. Spans that have ended wait in a queue of bounded length; where a collector
 * does not keep up, further ones are dropped.
 */
public final class Traces implements Tracing {
  private static final String SCOPE = "lab.gateway";
  private static final String ROOM_KEY = "otel.bsp.max.queue.size";
  private static final int USUAL_ROOM = 2_048;

  /** It would write to stderr in a form of its own; {@link ToldExporter} says what matters. */
  private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

  private static final TextMapGetter<UnaryOperator<@Nullable String>> HEADERS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(UnaryOperator<@Nullable String> header) {
          return List.of();
        }

        @Override
        public @Nullable String get(@Nullable UnaryOperator<@Nullable String> header, String name) {
          return header == null ? null : header.apply(name);
        }
      };

  private final SdkTracerProvider provider;
  private final LostSpans lost;
  private final Tracer tracer;

  private Traces(SdkTracerProvider provider, LostSpans lost) {
    this.provider = provider;
    this.lost = lost;
    this.tracer = provider.get(SCOPE);
  }

  /**
   * Traces that go out from now on. Takes some tenths of a second; blocks.
   *
   * @param properties of OpenTelemetry
   * @param node its name
   * @param version of the program
   */
  public static Traces open(Map<String, String> properties, String node, String version) {
    LIBRARY.setLevel(Level.OFF);
    Map<String, String> all = new HashMap<>(properties);
    // Only traces are told: metrics have a page of their own, and baggage is nobody's business.
    all.put("otel.metrics.exporter", "none");
    all.put("otel.logs.exporter", "none");
    all.put("otel.propagators", "none");
    Resource self =
        Resource.builder().put("service.instance.id", node).put("service.version", version).build();
    LostSpans lost = new LostSpans();
    return new Traces(
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .addPropertiesCustomizer(before -> all)
            .addResourceCustomizer((resource, config) -> self.merge(resource))
            .addSpanExporterCustomizer((exporter, config) -> new ToldExporter(exporter, lost))
            .addSpanProcessorCustomizer(
                (queue, config) ->
                    new BoundedSpans(queue, config.getInt(ROOM_KEY, USUAL_ROOM), lost))
            .build()
            .getOpenTelemetrySdk()
            .getSdkTracerProvider(),
        lost);
  }

  /** Spans that found no room in the queue so far. */
  public long full() {
    return lost.full();
  }

  /** Spans that the collector did not take so far. */
  public long undelivered() {
    return lost.undelivered();
  }

  @Override
  public OfRequest begin(
      Operation operation, String route, UnaryOperator<@Nullable String> header) {
    Context parent =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), header, HEADERS);
    Span span =
        tracer
            .spanBuilder("POST " + route)
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(Names.METHOD, "POST")
            .setAttribute(Names.ROUTE, route)
            .setAttribute(Names.OPERATION, Names.of(operation))
            .startSpan();
    return new RequestSpan(tracer, span, parent.with(span), Names.of(operation));
  }

  /**
   * Delivers what waits, for no longer than this, and ends. Blocks.
   *
   * @param longest what has not been delivered by then is lost
   */
  public void close(Duration longest) {
    var unused = provider.shutdown().join(longest.toMillis(), TimeUnit.MILLISECONDS);
  }
}
