package lab.contract.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import lab.contract.BusMessage;
import lab.contract.NodeId;
import lab.contract.Notice;
import lab.contract.Question;
import lab.contract.Reach;
import lab.contract.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus with types: questions that get one answer, notices that get none. One per node.
 *
 * <p><b>Same loop.</b> A local message to another event loop costs four times as much as one to the
 * own loop, and as much CPU as the rest of a request. So whoever answers or hears a {@link
 * Reach#NODE} line does it under an address that carries its event loop, and a message goes to the
 * sender's own loop when somebody listens there. Only where nobody does, it goes to another loop of
 * the node; for questions {@link #offLoopAsks()} counts that.
 *
 * <p><b>Reach.</b> NODE lines use local consumers <em>and</em> local-only delivery: a request to an
 * address that other nodes share would otherwise be dealt round-robin over the cluster.
 */
public final class Bus {
  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);

  /** The code of a failure whose answerer threw. */
  static final int ANSWERER_FAILED = 1;

  private final EventBus wire;
  private final NodeId node;

  /** Loops with an answerer, by address. */
  private final Map<String, List<Long>> answering = new ConcurrentHashMap<>();

  /** Loops with a hearer, by address and role; the first loop is where the others' notices go. */
  private final Map<String, Map<Role, List<Long>>> hearing = new ConcurrentHashMap<>();

  private final LongAdder offLoop = new LongAdder();

  private Bus(EventBus wire, NodeId node) {
    this.wire = wire;
    this.node = node;
  }

  /**
   * The bus of a node. Call once per {@code Vertx}: it registers the codecs.
   *
   * @param vertx clustered or not
   * @param node this node's id
   */
  public static Bus of(Vertx vertx, NodeId node) {
    RecordCodec.registerAll(vertx.eventBus());
    return new Bus(vertx.eventBus(), node);
  }

  /** The id of this node. */
  public NodeId node() {
    return node;
  }

  /** How many local questions had to leave the asker's event loop since the start. */
  public long offLoopAsks() {
    return offLoop.sum();
  }

  /**
   * Asks whoever answers the line. Fails when nobody does, when the answerer threw, or when the
   * line's patience is over.
   */
  public <Q extends BusMessage, A extends BusMessage> Future<A> ask(
      Question<Q, A> line, Q question) {
    String address = line.address();
    if (line.reach() == Reach.NODE) {
      List<Long> loops = answering.get(address);
      long here = Thread.currentThread().threadId();
      if (loops != null && loops.contains(here)) {
        address = onLoop(address, here);
      } else {
        offLoop.increment();
      }
    }
    return send(line, address, question);
  }

  /** Asks one node. Only for lines that reach the cluster. */
  public <Q extends BusMessage, A extends BusMessage> Future<A> askAt(
      NodeId node, Question<Q, A> line, Q question) {
    requireCluster(line.address(), line.reach());
    return send(line, atNode(line.address(), node), question);
  }

  /**
   * Asks each of these nodes and waits for all: what each answered or how it failed to. Only for
   * lines that reach the cluster.
   */
  public <Q extends BusMessage, A extends BusMessage> Future<Map<NodeId, Future<A>>> askAll(
      Collection<NodeId> nodes, Question<Q, A> line, Q question) {
    Map<NodeId, Future<A>> answers = new LinkedHashMap<>();
    nodes.forEach(at -> answers.put(at, askAt(at, line, question)));
    return Future.join(List.copyOf(answers.values()))
        .transform(all -> Future.succeededFuture(answers));
  }

  /**
   * Answers a line on the caller's event loop. What the function throws reaches the asker as a
   * failed answer.
   *
   * @return completes when the answerer can be reached
   */
  public <Q extends BusMessage, A extends BusMessage> Future<Void> answer(
      Question<Q, A> line, Function<Q, A> answer) {
    String address = line.address();
    if (line.reach() == Reach.CLUSTER) {
      return Future.all(
              reply(wire.consumer(address), line, answer),
              reply(wire.consumer(atNode(address, node)), line, answer))
          .mapEmpty();
    }
    Future<Void> nodeWide = reply(wire.localConsumer(address), line, answer);
    if (!Context.isOnEventLoopThread()) {
      return nodeWide;
    }
    long here = Thread.currentThread().threadId();
    return Future.all(nodeWide, reply(wire.localConsumer(onLoop(address, here)), line, answer))
        .onSuccess(
            both -> answering.computeIfAbsent(address, a -> new CopyOnWriteArrayList<>()).add(here))
        .mapEmpty();
  }

  /** Tells it to whoever hears the line. Nothing is promised. */
  public <E extends BusMessage> void tell(Notice<E> line, E event) {
    String address = line.address();
    if (line.reach() == Reach.CLUSTER) {
      wire.publish(address, event);
      return;
    }
    Map<Role, List<Long>> roles = hearing.get(address);
    if (roles == null) {
      return;
    }
    long here = Thread.currentThread().threadId();
    DeliveryOptions local = new DeliveryOptions().setLocalOnly(true);
    roles.forEach(
        (role, loops) -> {
          long to = loops.contains(here) ? here : loops.getFirst();
          wire.publish(forRole(address, role, to), event, local);
        });
  }

  /**
   * Hears a line on the caller's event loop. A role that hears a NODE line on several loops hears
   * each notice once: on the teller's loop where it can. A CLUSTER line is heard by every hearer,
   * so register one per node.
   *
   * @return completes when the hearer can be reached
   */
  public <E extends BusMessage> Future<Void> hear(Notice<E> line, Role role, Consumer<E> hearer) {
    String address = line.address();
    if (line.reach() == Reach.CLUSTER) {
      return listen(wire.consumer(address), line, hearer);
    }
    long here = Thread.currentThread().threadId();
    return listen(wire.localConsumer(forRole(address, role, here)), line, hearer)
        .onSuccess(ready -> remember(address, role, here));
  }

  private void remember(String address, Role role, long loop) {
    hearing.compute(
        address,
        (a, known) -> {
          // Copied, so that a teller on another loop never sees a map in the making.
          Map<Role, List<Long>> roles = new EnumMap<>(Role.class);
          if (known != null) {
            roles.putAll(known);
          }
          roles.computeIfAbsent(role, r -> new CopyOnWriteArrayList<>()).add(loop);
          return roles;
        });
  }

  private <Q extends BusMessage, A extends BusMessage> Future<A> send(
      Question<Q, A> line, String address, Q question) {
    DeliveryOptions options =
        new DeliveryOptions()
            .setSendTimeout(line.patience().toMillis())
            .setLocalOnly(line.reach() == Reach.NODE);
    return wire.<Object>request(address, question, options)
        .map(answer -> line.answers().cast(answer.body()));
  }

  private static <Q extends BusMessage, A extends BusMessage> Future<Void> reply(
      MessageConsumer<Object> consumer, Question<Q, A> line, Function<Q, A> answer) {
    consumer.handler(
        message -> {
          // The body is decoded here and not before: a message that can not be read must fail the
          // asker too, or it waits for nothing.
          try {
            message.reply(answer.apply(line.asks().cast(message.body())));
          } catch (RuntimeException broken) {
            LOG.atError().addKeyValue("line", line.address()).setCause(broken).log("answer failed");
            message.fail(ANSWERER_FAILED, line.address() + ": " + broken);
          }
        });
    return consumer.completion();
  }

  private static <E extends BusMessage> Future<Void> listen(
      MessageConsumer<Object> consumer, Notice<E> line, Consumer<E> hearer) {
    consumer.handler(message -> heard(line, hearer, message));
    return consumer.completion();
  }

  private static <E extends BusMessage> void heard(
      Notice<E> line, Consumer<E> hearer, Message<Object> message) {
    try {
      hearer.accept(line.tells().cast(message.body()));
    } catch (RuntimeException broken) {
      LOG.atError().addKeyValue("line", line.address()).setCause(broken).log("hearing failed");
    }
  }

  /** Whether a question failed because nobody answers the line. */
  public static boolean nobodyAnswers(Throwable failure) {
    return failure instanceof io.vertx.core.eventbus.ReplyException reply
        && reply.failureType() == ReplyFailure.NO_HANDLERS;
  }

  private static void requireCluster(String address, Reach reach) {
    if (reach != Reach.CLUSTER) {
      throw new IllegalArgumentException(address + " does not leave the node");
    }
  }

  private static String onLoop(String address, long loop) {
    return address + '@' + loop;
  }

  private static String forRole(String address, Role role, long loop) {
    return address + '@' + loop + '/' + role.name();
  }

  private static String atNode(String address, NodeId node) {
    return address + '#' + node.value();
  }
}
