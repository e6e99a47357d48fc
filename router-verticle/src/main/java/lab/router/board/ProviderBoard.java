package lab.router.board;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lab.config.Provider;
import lab.config.ProviderType;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CircuitChanged.Place;
import lab.contract.ModelName;
import lab.contract.ProbeReport;
import lab.contract.ProviderDigest.OfModel;
import lab.contract.ProviderDigest.OfProvider;
import lab.router.board.Board.Cooling;
import lab.router.board.Board.Turn;
import lab.router.board.BoardView.ModelView;
import lab.router.board.BoardView.ProviderView;
import lab.router.board.Figures.Times;
import lab.router.circuit.Event;
import org.jspecify.annotations.Nullable;

/**
 * One provider: its load, its circuits, what polls learned, and its models. Any thread, without
 * waiting.
 */
final class ProviderBoard {
  private volatile Provider provider;
  private final Link link;
  private final Load load = new Load();
  private final ProviderCircuits circuits;
  private final Models models;

  private volatile Polled polled = Polled.NOTHING;

  /** What it told of its load, as long as that counts. */
  private volatile int told;

  /** One where nothing happened yet. */
  ProviderBoard(Provider provider, Link link) {
    this.provider = provider;
    this.link = link;
    this.circuits = new ProviderCircuits(provider, link);
    this.models = new Models(provider, circuits, link);
  }

  /** Whether what is known of the server is of use for this entry: it is the same one. */
  boolean isFor(Provider other) {
    return provider.type() == other.type()
        && provider.baseUrl().equals(other.baseUrl())
        && provider.credentials().equals(other.credentials());
  }

  /** Its entry reads otherwise from now on; what is known stays. */
  void reads(Provider entry) {
    provider = entry;
    entry.models().forEach(model -> models.keep(model.name()));
  }

  void started(ModelName model, Instant now) {
    load.began();
    circuits.started(now);
    Deployment deployment = models.kept(model);
    if (deployment != null) {
      deployment.load().began();
      deployment.fuse().note(new Event.Started(), now);
    }
  }

  void ended(AttemptOutcome outcome, Instant now) {
    load.ended();
    Event ofModel = circuits.ended(outcome, now);
    Deployment deployment = models.kept(outcome.candidate().model());
    if (deployment != null) {
      deployment.load().ended();
      deployment.fuse().note(ofModel, now);
      deployment.note(outcome, link.others().listens(), now);
    }
    if (outcome.ending() instanceof Ending.Failed) {
      link.others().failed();
    }
  }

  /** What other nodes have not heard of, or null where that is nothing. */
  @Nullable OfProvider untold() {
    List<OfModel> told = new ArrayList<>();
    models
        .all()
        .forEach(
            (name, deployment) -> {
              OfModel one = deployment.untold(name);
              if (one != null) {
                told.add(one);
              }
            });
    int inFlight = load.own();
    return told.isEmpty() && inFlight == 0 ? null : new OfProvider(provider.name(), inFlight, told);
  }

  /** What became of another node's attempts. */
  void heard(OfProvider elsewhere, Instant now) {
    circuits.heard(elsewhere, now);
    for (OfModel one : elsewhere.models()) {
      Deployment deployment = models.kept(one.model());
      if (deployment != null) {
        deployment.note(one, now);
      }
    }
  }

  Load load() {
    return load;
  }

  /** The load of one model, or null where that is not kept score of. */
  @Nullable Load load(ModelName model) {
    Deployment deployment = models.kept(model);
    return deployment == null ? null : deployment.load();
  }

  /** The circuit there, or null where none is kept. */
  @Nullable Fuse fuse(Place place) {
    return switch (place.part()) {
      case KEY -> circuits.key();
      case SERVER -> circuits.server();
      case MODEL -> {
        ModelName model = place.model();
        Deployment deployment = model == null ? null : models.kept(model);
        yield deployment == null ? null : deployment.fuse();
      }
    };
  }

  /** All its circuits. */
  Stream<Fuse> fuses() {
    return Stream.concat(
        Stream.of(circuits.key(), circuits.server()),
        models.all().values().stream().map(Deployment::fuse));
  }

  /**
   * A poll tells what is there; what requests found stays.
   *
   * @return false where a newer one was heard before
   */
  boolean found(ProbeReport report) {
    if (report.isOlderThan(polled.newest())) {
      return false;
    }
    polled = polled.after(report);
    models.listed(polled.listed());
    // The next refresh looks how old it is.
    told = polled.requests(report.at());
    return true;
  }

  /** Lets figures age, and forgets models that nobody names any more. */
  void refresh(Instant now) {
    models.all().values().forEach(deployment -> deployment.refresh(now));
    models.forget();
    told = polled.requests(now);
  }

  int inFlight() {
    return load.now();
  }

  int told() {
    return told;
  }

  Times firstContent(Instant now) {
    long[] sums = new long[Histogram.BUCKETS];
    models.all().values().forEach(deployment -> deployment.addFirstContent(sums, now));
    return Histogram.times(sums);
  }

  @Nullable Slowness slowness(ModelName model) {
    Deployment deployment = models.get(model);
    return deployment == null ? null : deployment.slowness();
  }

  int capacity() {
    return polled.capacity();
  }

  Board.Score score(ModelName model) {
    Deployment deployment = models.get(model);
    return deployment == null ? Board.Score.UNKNOWN : deployment.score();
  }

  @Nullable Cooling cooling(ModelName model, Turn turn, Instant now) {
    Deployment deployment = models.get(model);
    return circuits.cooling(
        deployment == null ? null : deployment.fuse(), turn, polled.down(), now);
  }

  boolean warm(ModelName model) {
    Polled last = polled;
    boolean up = last.up();
    if (provider.type() == ProviderType.LLAMA_CPP) {
      return up; // It answers with its one model, whatever the file calls that.
    }
    if (provider.type().servesWhatItHasLoaded()) {
      return up && models.listed().contains(model);
    }
    // To Ollama a name without a tag is the name with the tag "latest".
    return last.loaded().contains(model)
        || (provider.type() == ProviderType.OLLAMA
            && model.value().indexOf(':') < 0
            && last.loaded().contains(new ModelName(model.value() + ":latest")));
  }

  ProviderView describe() {
    List<ModelView> views =
        models.all().entrySet().stream()
            .sorted(Comparator.comparing((Map.Entry<ModelName, ?> one) -> one.getKey().value()))
            .map(one -> view(one.getKey(), one.getValue()))
            .toList();
    return new ProviderView(
        provider,
        circuits.key().state(),
        circuits.server().state(),
        polled,
        inFlight(),
        capacity(),
        views);
  }

  private ModelView view(ModelName name, Deployment deployment) {
    return new ModelView(
        name,
        deployment.fuse().state(),
        deployment.load().now(),
        warm(name),
        deployment.slowness(),
        deployment.figures());
  }
}
