package lab.metrics;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import lab.config.Configuration;
import lab.contract.ProvidersQuery;
import lab.contract.Reload;
import lab.metrics.alerts.AlertCounts;
import lab.metrics.stats.LastHour;
import org.jspecify.annotations.Nullable;

/** All that a node counts and shows. Kept and closed by the node. */
public final class Meters implements AutoCloseable {
  /** Two megabytes of text: 200 deployments in use, or 700 models that clients may ask for. */
  private static final int MOST_SERIES = 20_000;

  private final Platform platform = new Platform();
  private final Book book;
  private final CallMeters calls;
  private final Scrape scrape;
  private final Feed feed;
  private final LastHour lastHour;
  private final Recent requests;
  private final Recent tokens;
  private final Histogram lag;
  private final Count reloadsRefused;
  private final Count findings;
  private volatile @Nullable Supplier<ProvidersQuery.Answer> standings;

  /**
   * The meters of a node.
   *
   * @param version of the program, for {@code gateway_build_info}
   */
  public Meters(Configuration configuration, String version) {
    this(configuration, version, MOST_SERIES);
  }

  /**
   * @param mostSeries after which further names count as {@code other}
   */
  Meters(Configuration configuration, String version, int mostSeries) {
    book = new Book(mostSeries);
    calls = new CallMeters(book, configuration);
    scrape = new Scrape(platform.told(), book);
    feed = new Feed(InstantSource.system(), calls);
    lastHour = counting();
    requests = new Recent(calls::ended);
    tokens = new Recent(calls::tokens);
    lag = book.histogram(NodeFamilies.LOOP_LAG);
    reloadsRefused = book.count(LiteLlmFamilies.RELOADS_FAILED);
    findings = book.count(LiteLlmFamilies.INVALID);
    book.show(NodeFamilies.BUILD, () -> 1, version);
    book.show(NodeFamilies.SERIES, book::size);
    book.show(RequestFamilies.PER_MINUTE, requests::growth);
    book.show(RequestFamilies.THROUGHPUT, () -> tokens.growth() / 60);
  }

  private LastHour counting() {
    long began = System.nanoTime();
    return new LastHour(
        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
        provider -> calls.known().label(provider),
        model -> calls.known().label(model));
  }

  /** Counts the questions on the bus that left their event loop, and what could not be read. */
  public void countOnBus(LongSupplier offLoopAsks, LongSupplier unreadable) {
    book.show(NodeFamilies.OFF_LOOP, offLoopAsks::getAsLong);
    book.show(NodeFamilies.UNREADABLE, unreadable::getAsLong);
  }

  /** Counts the lines of the log that found no room, as many as these. */
  public void countLostLogLines(LongSupplier lines) {
    book.show(NodeFamilies.LOST_LINES, lines::getAsLong);
  }

  /**
   * Shows how the providers stand, where the node knows it. Called once.
   *
   * @param standings how each stands now; any thread
   */
  public void showProviders(Supplier<ProvidersQuery.Answer> standings) {
    this.standings = standings;
    new Standings(calls, standings).showIn(book);
  }

  /** Counts spans of traces that were lost for want of room, or on their way. Called once. */
  public void showTraces(LongSupplier full, LongSupplier undelivered) {
    book.show(NodeFamilies.LOST_SPANS, full::getAsLong, "full");
    book.show(NodeFamilies.LOST_SPANS, undelivered::getAsLong, "undelivered");
  }

  /** Shows what becomes of alerts. Called once, where this node raises any. */
  public void showAlerts(AlertCounts counts) {
    book.show(NodeFamilies.ALERTS_OPEN, points -> counts.open(points::add));
    book.show(NodeFamilies.ALERTS_RAISED, points -> counts.raised(points::add));
    book.show(NodeFamilies.DELIVERIES, points -> counts.deliveries(points::add));
  }

  /**
   * Shows who is in the cluster. Called once.
   *
   * @param nodes how many this node hears, by their phase
   * @param members how many Hazelcast has in its list
   */
  public void showCluster(Supplier<Map<String, Long>> nodes, LongSupplier members) {
    book.show(
        NodeFamilies.NODES,
        points -> nodes.get().forEach((phase, count) -> points.add(count, phase)));
    book.show(NodeFamilies.HAZELCAST, members::getAsLong);
  }

  /**
   * Shows what clients do at this moment. Called once.
   *
   * @param now all of it
   */
  public void showTraffic(Traffic now) {
    book.show(RequestFamilies.CONNECTIONS, now.connections());
    book.show(RequestFamilies.IN_FLIGHT, now.requests());
    book.show(LiteLlmFamilies.IN_FLIGHT, now.requests());
    // An attempt begins and ends within its request, but the two are read one after the other.
    book.show(
        RequestFamilies.QUEUE, () -> Math.max(0, now.requests().getAsDouble() - calls.inFlight()));
    book.show(NodeFamilies.HELD, now.bytes());
    book.show(NodeFamilies.HELD_MOST, now.mostBytes());
  }

  /**
   * What clients do at this moment.
   *
   * @param connections open ones
   * @param requests under way
   * @param bytes of bodies that are held
   * @param mostBytes the most of them
   */
  public record Traffic(
      DoubleSupplier connections,
      DoubleSupplier requests,
      DoubleSupplier bytes,
      DoubleSupplier mostBytes) {}

  /** Shows what the cache holds and what it was good for. Called once, where there is one. */
  public void showCache(Kept kept) {
    book.show(RequestFamilies.ENTRIES, kept.entries::getAsLong);
    book.show(RequestFamilies.KEPT_BYTES, kept.bytes::getAsLong);
    book.show(RequestFamilies.SAVED_TOKENS, kept.savedTokens::getAsLong);
    book.show(RequestFamilies.REDIS_FAILURES, kept.redisFailures::getAsLong);
    book.show(RequestFamilies.REDIS_DROPPED, kept.redisDropped::getAsLong);
  }

  /**
   * Where the figures of the cache are read.
   *
   * @param entries answers that the node keeps itself
   * @param bytes of these
   * @param savedTokens that no provider had to count again
   * @param redisFailures look-ups in the Redis that failed
   * @param redisDropped answers that the Redis did not take
   */
  public record Kept(
      LongSupplier entries,
      LongSupplier bytes,
      LongSupplier savedTokens,
      LongSupplier redisFailures,
      LongSupplier redisDropped) {}

  /**
   * Shows what became of claims to ask a provider for the whole cluster. Called once, where there
   * are any.
   */
  public void showClaims(LongSupplier led, LongSupplier followed, LongSupplier late) {
    book.show(RequestFamilies.CLAIMS, led::getAsLong, "led");
    book.show(RequestFamilies.CLAIMS, followed::getAsLong, "followed");
    book.show(RequestFamilies.CLAIMS, late::getAsLong, "late");
  }

  /** Shows what came of looks at the accounts of limits. Called once. */
  public void showLimits(LongSupplier given, LongSupplier refused, LongSupplier late) {
    book.show(RequestFamilies.LIMIT_CLAIMS, given::getAsLong, "given");
    book.show(RequestFamilies.LIMIT_CLAIMS, refused::getAsLong, "refused");
    book.show(RequestFamilies.LIMIT_CLAIMS, late::getAsLong, "late");
  }

  /** Another configuration was brought while the node ran. */
  void note(Reload.Tried tried) {
    if (!tried.activated()) {
      reloadsRefused.increment();
      findings.add(tried.errors());
    }
  }

  /**
   * Another configuration comes into force: its names have meters of their own from now on, and
   * what was counted stays. Any thread but an event loop.
   */
  public void goBy(Configuration configuration) {
    calls.goBy(configuration);
  }

  /** What libraries tell of the machine; what Vert.x is to be made with is there too. */
  public Platform platform() {
    return platform;
  }

  /** The meters that requests go through. */
  public CallMeters calls() {
    return calls;
  }

  /** The requests that ended lately. */
  public Feed feed() {
    return feed;
  }

  /** What requests and attempts of the last hour were like. */
  public LastHour lastHour() {
    return lastHour;
  }

  /** How the providers stand now; null where this node does not know. Any thread. */
  public ProvidersQuery.@Nullable Answer standings() {
    Supplier<ProvidersQuery.Answer> shown = standings;
    return shown == null ? null : shown.get();
  }

  /** How late timers of event loops are. */
  Histogram lag() {
    return lag;
  }

  /** A second has passed. */
  void tick() {
    requests.tick();
    tokens.tick();
  }

  /** The text of everything that is counted. */
  public Scrape scrape() {
    return scrape;
  }

  @Override
  public void close() {
    platform.close();
  }
}
