package lab.metrics.stats;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import lab.contract.CallFinished.Stats;
import lab.contract.CallFinished.Stats.Ask;
import lab.contract.CallFinished.Stats.Counted;
import lab.contract.CallFinished.Stats.Page;
import lab.contract.CallFinished.Stats.Within;
import lab.contract.NodeId;
import lab.contract.ProvidersQuery;
import lab.contract.bus.Bus;
import org.jspecify.annotations.Nullable;

/** Tells what was counted, of its node or of all. One per node. */
public final class StatsVerticle extends VerticleBase {
  private static final long LOOK_MILLIS = 5_000;
  private static final Within ALL =
      new Within(Arrays.stream(Window.values()).map(Window::minutes).toList());

  private final Bus bus;
  private final LastHour counted;
  private final Supplier<List<NodeId>> nodes;
  private final Supplier<ProvidersQuery.@Nullable Answer> standings;

  /**
   * @param nodes those that count, this one among them
   * @param standings how providers stand now, or null where this node does not know
   */
  public StatsVerticle(
      Bus bus,
      LastHour counted,
      Supplier<List<NodeId>> nodes,
      Supplier<ProvidersQuery.@Nullable Answer> standings) {
    this.bus = bus;
    this.counted = counted;
    this.nodes = nodes;
    this.standings = standings;
  }

  @Override
  public Future<?> start() {
    long unused = vertx.setPeriodic(LOOK_MILLIS, id -> look());
    return Future.all(
        bus.answerLater(Stats.COUNTED, this::counted), bus.answerLater(Stats.LINE, this::page));
  }

  /** Of many providers with many models it takes milliseconds: not on an event loop. */
  private void look() {
    Future<@Nullable Void> unused =
        vertx.executeBlocking(
            () -> {
              ProvidersQuery.Answer now = standings.get();
              if (now != null) {
                counted.note(now);
              }
              return null;
            },
            false);
  }

  /** Unpacking histograms takes milliseconds: not on an event loop. */
  private Future<Counted> counted(Within asked) {
    return vertx
        .executeBlocking(() -> counted.counted(asked), false)
        .compose(Future::succeededFuture);
  }

  private Future<Page> page(Ask ask) {
    List<NodeId> asked = ask.nodeOnly() ? List.of(bus.node()) : nodes.get();
    return bus.askAll(asked, Stats.COUNTED, ALL)
        .compose(answers -> vertx.executeBlocking(() -> new Page(StatsPage.of(answers)), false))
        .compose(Future::succeededFuture);
  }
}
