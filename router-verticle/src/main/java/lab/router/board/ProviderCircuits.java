package lab.router.board;

import java.time.Instant;
import java.util.Map;
import lab.config.Credentials;
import lab.config.Provider;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CircuitChanged.Part;
import lab.contract.CircuitChanged.Place;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProviderDigest.OfModel;
import lab.contract.ProviderDigest.OfProvider;
import lab.router.board.Board.Cooling;
import lab.router.board.Board.Turn;
import lab.router.circuit.Circuit;
import lab.router.circuit.Event;
import org.jspecify.annotations.Nullable;

/**
 * The circuits of a provider's key and server, and which failure is whose. Any thread, without
 * waiting.
 */
final class ProviderCircuits {
  private final Provider provider;
  private final Link link;
  private final Fuse key;
  private final Fuse server;

  ProviderCircuits(Provider provider, Link link) {
    this.provider = provider;
    this.link = link;
    this.key = fuse(Part.KEY, null);
    this.server = fuse(Part.SERVER, null);
  }

  private Fuse fuse(Part part, @Nullable ModelName model) {
    return new Fuse(new Place(provider.name(), part, model), link);
  }

  /** A circuit for one of its models. */
  Fuse of(ModelName model) {
    return fuse(Part.MODEL, model);
  }

  Fuse key() {
    return key;
  }

  Fuse server() {
    return server;
  }

  void started(Instant now) {
    Event started = new Event.Started();
    noteUnlessClosed(key, started, now);
    noteUnlessClosed(server, started, now);
  }

  /** Notes what concerns key and server; returns what concerns the model. */
  Event ended(AttemptOutcome outcome, Instant now) {
    Instant began = now.minus(outcome.took());
    return switch (outcome.ending()) {
      case Ending.Succeeded _ -> {
        Event succeeded = new Event.Succeeded(began);
        noteUnlessClosed(key, succeeded, now);
        noteReached(succeeded, now);
        yield succeeded;
      }
      case Ending.Abandoned _ -> {
        Event nothing = new Event.SaidNothing(began);
        noteUnlessClosed(key, nothing, now);
        noteUnlessClosed(server, nothing, now);
        yield nothing;
      }
      case Ending.Failed failed -> failed(failed, began, now);
    };
  }

  private Event failed(Ending.Failed failed, Instant began, Instant now) {
    Event event = new Event.Failed(began, failed.kind(), failed.retryAfter());
    Event nothing = new Event.SaidNothing(began);
    boolean refusedKey = concernsKey(failed.kind());
    boolean noServer = concernsServer(failed);
    if (refusedKey) {
      key.note(event, now);
    } else {
      noteUnlessClosed(key, nothing, now);
    }
    if (noServer) {
      server.note(event, now);
    } else if (failed.unreached() || failed.kind() == FailureKind.TIMEOUT) {
      noteUnlessClosed(server, nothing, now);
    } else {
      noteReached(new Event.Succeeded(began), now);
    }
    return refusedKey || noServer ? nothing : event;
  }

  /** Whether there is no server, so that it says nothing of the model. */
  static boolean concernsServer(Ending.Failed failed) {
    return failed.unreached() && failed.kind() == FailureKind.SERVER;
  }

  /** Without a key of ours it is about the model: a local server asks for a login for some. */
  private boolean concernsKey(FailureKind kind) {
    return (kind == FailureKind.AUTH || kind == FailureKind.CREDITS)
        && provider.credentials() instanceof Credentials.Key;
  }

  /** A key that works is not counted: one refusal is enough, whatever came before. */
  private static void noteUnlessClosed(Fuse fuse, Event event, Instant now) {
    if (!fuse.isClosed()) {
      fuse.note(event, now);
    }
  }

  /** A server that is there is counted only beside failures to reach it. */
  private void noteReached(Event reached, Instant now) {
    if (!(server.circuit() instanceof Circuit.Closed(var recent, _)) || !recent.isClean()) {
      server.note(reached, now);
    }
  }

  /** Another node's attempts, as far as they concern the server. */
  void heard(OfProvider elsewhere, Instant now) {
    int reached = 0;
    int unreached = 0;
    for (OfModel model : elsewhere.models()) {
      reached += model.successes();
      for (Map.Entry<FailureKind, Integer> failed : model.failures().entrySet()) {
        reached += failed.getKey() == FailureKind.TIMEOUT ? 0 : failed.getValue();
      }
      unreached += model.unreached();
    }
    Event heard = new Event.Heard(reached, Map.of(FailureKind.SERVER, unreached));
    if (unreached > 0) {
      server.note(heard, now);
    } else if (reached > 0) {
      noteReached(heard, now);
    }
  }

  /**
   * Why and until when this request does not go there, or null where it may.
   *
   * @param model its model's circuit, or null where that is not kept score of
   */
  @Nullable Cooling cooling(@Nullable Fuse model, Turn turn, boolean down, Instant now) {
    if (key.isClosed() && server.isClosed() && (model == null || model.isClosed())) {
      return null;
    }
    if (turn == Turn.TAKE) {
      // Nobody takes the turn to try a model whose key rests.
      Cooling resting = longest(model, Turn.LOOK, down, now);
      if (resting != null && !resting.comingBack()) {
        return resting;
      }
    }
    return longest(model, turn, down, now);
  }

  private @Nullable Cooling longest(@Nullable Fuse model, Turn turn, boolean down, Instant now) {
    Cooling ofProvider = longer(key.cooling(turn, down, now), server.cooling(turn, down, now));
    return model == null ? ofProvider : longer(ofProvider, model.cooling(turn, down, now));
  }

  private static @Nullable Cooling longer(@Nullable Cooling one, @Nullable Cooling other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    if (one.comingBack() != other.comingBack()) {
      return one.comingBack() ? other : one;
    }
    return other.until().isAfter(one.until()) ? other : one;
  }
}
