package lab.health;

import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import lab.config.Configuration;
import lab.config.Provider;
import lab.contract.Heartbeat;
import lab.contract.Heartbeat.Phase;
import lab.contract.ProbeReport;
import lab.contract.ProviderName;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import lab.health.poll.Poller;
import org.jspecify.annotations.Nullable;

/** The pollers that run on this node: as many as its duties say. Belongs to one event loop. */
final class Pollers {
  private final Vertx vertx;
  private final Bus bus;
  private final Supplier<Configuration> configurations;
  private final Readiness readiness;
  private final Members members;
  private Configuration configuration;
  private Duties duties;
  private final Map<ProviderName, Poller> running = new HashMap<>();
  private @Nullable Phase phase;

  /**
   * None yet.
   *
   * @param configurations gives the one in force
   * @param readiness keeps the newest report of each provider, whoever made it
   */
  Pollers(
      Vertx vertx,
      Bus bus,
      Supplier<Configuration> configurations,
      Readiness readiness,
      Members members) {
    this.vertx = vertx;
    this.bus = bus;
    this.configurations = configurations;
    this.configuration = configurations.get();
    this.readiness = readiness;
    this.members = members;
    this.duties = new Duties(Poller.polled(configuration), members);
  }

  /** Begins and ends polling as nodes have come and gone since it was last looked. */
  void look(Instant now) {
    Configuration inForce = configurations.get();
    if (!inForce.equals(configuration)) {
      reconfigured(inForce);
    }
    Duties.Change change = duties.at(now);
    change.end().forEach(this::end);
    change.begin().forEach(this::begin);
    Map<ProviderName, ProbeReport> newest = new LinkedHashMap<>(readiness.reports());
    newest.keySet().retainAll(change.repeat());
    newest.values().forEach(this::tell);
  }

  /** Those whose entry reads otherwise begin anew; the others go on. */
  private void reconfigured(Configuration next) {
    Set<ProviderName> polled = Poller.polled(next);
    boolean sameChecks = next.health().equals(configuration.health());
    for (ProviderName name : Set.copyOf(running.keySet())) {
      boolean same =
          sameChecks
              && polled.contains(name)
              && Objects.equals(next.providers().get(name), configuration.providers().get(name));
      if (!same) {
        end(name);
      }
    }
    configuration = next;
    duties = new Duties(polled, members, running.keySet());
    readiness.only(polled);
  }

  /**
   * Looks at once when this node begins to serve, or to leave: the others do so too. So it does
   * when another one joins, which waits for what is told again.
   */
  void heard(Heartbeat beat) {
    if (!beat.node().equals(bus.node())) {
      if (beat.phase() == Phase.JOINING) {
        look(Instant.now());
      }
    } else if (beat.phase() != phase) {
      phase = beat.phase();
      look(Instant.now());
    }
  }

  private void begin(ProviderName name) {
    Provider provider = configuration.providers().get(name);
    if (provider != null) {
      Poller poller = new Poller(vertx, provider, configuration.health(), bus.node(), this::tell);
      running.put(name, poller);
      poller.start(readiness.reports().get(name));
    }
  }

  private void end(ProviderName name) {
    Poller poller = running.remove(name);
    if (poller != null) {
      poller.stop();
    }
  }

  /** Kept before anything else can tell the one before it again. */
  private void tell(ProbeReport report) {
    readiness.note(report);
    bus.tell(ProbeReport.LINE, report);
  }

  /** Ends all of them. */
  void stop() {
    running.values().forEach(Poller::stop);
    running.clear();
  }
}
