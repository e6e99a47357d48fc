package lab.gateway.upstream;

import io.vertx.core.http.HttpConnectOptions;
import java.time.Duration;

/**
 * Where connections to a provider go. Providers with the same address share connections, and so
 * does a provider before and after a reload that leaves its address as it is.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param port of it
 * @param tls whether it speaks TLS
 * @param longestConnect the longest time for connecting that any of its models has
 */
record Address(String host, int port, boolean tls, Duration longestConnect) {
  HttpConnectOptions options() {
    return new HttpConnectOptions().setHost(host).setPort(port).setSsl(tls);
  }
}
