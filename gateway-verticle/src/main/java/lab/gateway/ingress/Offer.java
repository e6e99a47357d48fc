package lab.gateway.ingress;

import lab.config.Choices;
import lab.config.Configuration;
import lab.config.Settings;

/**
 * What the client side of a gateway takes from one configuration: how requests are read, and what
 * pages say. Made beside the event loops; any thread, nothing of it changes.
 */
public final class Offer {
  private final Queries queries;
  private final Clients clients;
  private final BodyReader bodies;
  private final CrossOrigin crossOrigin;
  private final Listing listing;
  private final OllamaListing ollama;
  private final HomePage home;

  private Offer(Configuration configuration, long mostInFlight) {
    Choices choices = configuration.choices();
    Settings settings = configuration.settings();
    this.queries = new Queries(choices.headersRead(), choices.metadataRead());
    this.clients = new Clients(queries.metadata());
    this.bodies =
        new BodyReader(settings.maxRequestSize(), mostInFlight, settings.limits().bodyTimeout());
    this.crossOrigin = new CrossOrigin(settings.cors());
    this.listing = new Listing(configuration);
    this.ollama = new OllamaListing(configuration);
    this.home = new HomePage(configuration, listing.any());
  }

  /**
   * What a configuration offers.
   *
   * @param mostInFlight bytes of all bodies together that the node holds at a time
   */
  public static Offer of(Configuration configuration, long mostInFlight) {
    return new Offer(configuration, mostInFlight);
  }

  /** Makes the router's questions. */
  Queries queries() {
    return queries;
  }

  /** Reads what clients say, each in its dialect. */
  Clients clients() {
    return clients;
  }

  /** Reads bodies within the limits. */
  BodyReader bodies() {
    return bodies;
  }

  /** Which web pages may ask. */
  CrossOrigin crossOrigin() {
    return crossOrigin;
  }

  /** The names that can be asked for. */
  Listing listing() {
    return listing;
  }

  /** The same names for Ollama's clients. */
  OllamaListing ollama() {
    return ollama;
  }

  /** The page at {@code /}. */
  HomePage home() {
    return home;
  }
}
