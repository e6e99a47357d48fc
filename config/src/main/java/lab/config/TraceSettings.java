package lab.config;

import java.net.URI;
import java.time.Duration;

/**
 * {@code server_settings.tracing}: where a node tells how requests went on their way.
 *
 * @param endpoint takes OTLP over HTTP, with its path
 * @param sampleRatio the part of the requests that are told of where no client has decided it, 0 to
 *     1
 * @param serviceName what the node is called there
 * @param timeout how long one delivery may take
 */
public record TraceSettings(
    URI endpoint, double sampleRatio, String serviceName, Duration timeout) {
  /** What the node is called where nobody says otherwise. */
  public static final String USUAL_NAME = "lab-gateway";
}
