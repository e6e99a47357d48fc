package lab.gateway;

import lab.config.Configuration;
import lab.gateway.ingress.Offer;
import lab.gateway.upstream.Upstreams;

/**
 * One configuration as the gateways of a node use it, made beside the event loops and read on all
 * of them. Nothing of it changes: what a reload brings is another one, equal only to itself.
 */
public final class Generation {
  private final Configuration configuration;
  private final Offer offer;
  private final Upstreams upstreams;

  private Generation(Configuration configuration, Offer offer, Upstreams upstreams) {
    this.configuration = configuration;
    this.offer = offer;
    this.upstreams = upstreams;
  }

  /**
   * Made of a configuration; takes the longer the more models that has.
   *
   * @param mostInFlight bytes of all bodies together that the node holds at a time
   */
  public static Generation of(Configuration configuration, long mostInFlight) {
    return new Generation(
        configuration, Offer.of(configuration, mostInFlight), Upstreams.of(configuration));
  }

  /** The files' meaning. */
  public Configuration configuration() {
    return configuration;
  }

  /** What clients are told, and what is read of their requests. */
  public Offer offer() {
    return offer;
  }

  /** Whom requests go to. */
  public Upstreams upstreams() {
    return upstreams;
  }
}
