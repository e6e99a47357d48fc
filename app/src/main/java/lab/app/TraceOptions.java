package lab.app;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import lab.config.TraceSettings;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how a node tells of the way that requests take: by its file, and before that by the
 * variables that OpenTelemetry gives every program.
 */
final class TraceOptions {
  private static final String VARIABLES = "OTEL_";
  private static final String PROTOCOL = "http/protobuf";

  private TraceOptions() {}

  /**
   * As properties of OpenTelemetry; empty where nothing is to be told.
   *
   * @param file what the file says, or null
   * @param environment variables by name
   */
  static Map<String, String> of(@Nullable TraceSettings file, Map<String, String> environment) {
    Map<String, String> said = said(environment);
    Map<String, String> properties = new HashMap<>(usual());
    if (file != null) {
      properties.putAll(of(file));
    }
    if (said.containsKey("otel.exporter.otlp.endpoint")) {
      // It is for everything, and would lose against the file's, which is for traces.
      var unused = properties.remove("otel.exporter.otlp.traces.endpoint");
    }
    properties.putAll(said);
    boolean told =
        file != null
            || said.containsKey("otel.exporter.otlp.endpoint")
            || said.containsKey("otel.exporter.otlp.traces.endpoint")
            || said.containsKey("otel.traces.exporter");
    if (!told || isOff(properties)) {
      return Map.of();
    }
    check(properties, "otel.traces.exporter", "otlp");
    check(properties, "otel.exporter.otlp.protocol", PROTOCOL);
    check(properties, "otel.exporter.otlp.traces.protocol", PROTOCOL);
    return Map.copyOf(properties);
  }

  private static boolean isOff(Map<String, String> properties) {
    return "true".equalsIgnoreCase(properties.get("otel.sdk.disabled"))
        || "none".equals(properties.get("otel.traces.exporter"));
  }

  private static Map<String, String> usual() {
    return Map.of(
        "otel.traces.exporter", "otlp",
        "otel.exporter.otlp.protocol", PROTOCOL,
        "otel.service.name", TraceSettings.USUAL_NAME,
        "otel.traces.sampler", "parentbased_traceidratio",
        "otel.bsp.schedule.delay", "1000",
        // A client may ask for a model by a name of a megabyte.
        "otel.attribute.value.length.limit", "256");
  }

  private static Map<String, String> of(TraceSettings file) {
    return Map.of(
        "otel.exporter.otlp.traces.endpoint", file.endpoint().toString(),
        "otel.exporter.otlp.timeout", Long.toString(file.timeout().toMillis()),
        "otel.service.name", file.serviceName(),
        "otel.traces.sampler.arg", Double.toString(file.sampleRatio()));
  }

  /** The variables, by the names of their properties; an empty one says nothing. */
  private static Map<String, String> said(Map<String, String> environment) {
    Map<String, String> said = new HashMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(VARIABLES) && !value.isBlank()) {
            said.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value.strip());
          }
        });
    return said;
  }

  private static void check(Map<String, String> properties, String property, String only) {
    String said = properties.getOrDefault(property, only);
    if (!said.equals(only)) {
      String variable = property.toUpperCase(Locale.ROOT).replace('.', '_');
      throw new Told(1, variable + " is " + said + "; it must be " + only + " here");
    }
  }
}
