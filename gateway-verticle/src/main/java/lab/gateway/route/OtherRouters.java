package lab.gateway.route;

import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import lab.contract.ExplainQuery;
import lab.contract.NodeId;
import lab.contract.RemoteRouteQuery;
import lab.contract.Role;
import lab.contract.RouteDecision;
import lab.contract.RouteQuery;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import lab.gateway.call.Exchange;
import lab.gateway.call.ReplyHeaders;

/**
 * The routers of other nodes, in turn. Where none of them answers in time, the last decision for
 * the same kind of request holds: providers change more slowly than nodes die. One per node.
 */
public final class OtherRouters implements RouteSource {
  /** Two patiences, two seconds, is what a client may lose by routers that do not answer. */
  private static final int MOST_ASKED = 2;

  private final Bus bus;
  private final Members members;
  private final InstantSource clock;
  private final Remembered remembered = new Remembered(Ticker.systemTicker());
  private final AtomicInteger turns = new AtomicInteger();

  /**
   * @param members who of the cluster is alive, by the same clock
   */
  public OtherRouters(Bus bus, Members members, InstantSource clock) {
    this.bus = bus;
    this.members = members;
    this.clock = clock;
  }

  @Override
  public Future<RouteDecision> decide(Exchange exchange, RouteQuery query) {
    return firstOf(inTurn(), node -> askedAt(node, exchange, query))
        .recover(silence -> fromMemory(exchange, query, silence));
  }

  private Future<RouteDecision> askedAt(NodeId node, Exchange exchange, RouteQuery query) {
    return bus.askAt(node, RemoteRouteQuery.LINE, new RemoteRouteQuery(query))
        .onSuccess(
            decision -> {
              remembered.keep(query, decision);
              ReplyHeaders.putRouter(exchange, node.value());
            });
  }

  private Future<RouteDecision> fromMemory(Exchange exchange, RouteQuery query, Throwable silence) {
    RouteDecision last = remembered.last(query);
    if (last == null) {
      return Future.failedFuture(silence);
    }
    ReplyHeaders.putRouter(exchange, "remembered");
    return Future.succeededFuture(last);
  }

  @Override
  public Future<ExplainQuery.Answer> explain(ExplainQuery query) {
    return firstOf(inTurn(), node -> bus.askAt(node, ExplainQuery.LINE, query));
  }

  /** Those who are asked, the one whose turn it is first. */
  private List<NodeId> inTurn() {
    List<NodeId> routers = members.serving(Role.ROUTER, clock.instant());
    if (routers.isEmpty()) {
      return routers;
    }
    int first = Math.floorMod(turns.getAndIncrement(), routers.size());
    return IntStream.range(first, first + Math.min(MOST_ASKED, routers.size()))
        .mapToObj(turn -> routers.get(turn % routers.size()))
        .toList();
  }

  private static <A> Future<A> firstOf(List<NodeId> nodes, Function<NodeId, Future<A>> ask) {
    if (nodes.isEmpty()) {
      return Future.failedFuture("no node of the cluster has a router");
    }
    Future<A> answer = ask.apply(nodes.getFirst());
    return nodes.size() == 1
        ? answer
        : answer.recover(silence -> firstOf(nodes.subList(1, nodes.size()), ask));
  }
}
