package lab.contract.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
 * <p><b>Same loop.</b> A local message to another event loop costs as much CPU as the rest of a
 * request. So a message of a {@link Reach#NODE} line goes to the sender's own loop when somebody
 * answers or hears it there, and there it is a call: nothing is queued, and it is through when the
 * method returns. Only where nobody does, it goes over the event bus to another loop of the node;
 * for questions {@link #offLoopAsks()} counts that. See {@code docs/adr/0006}.
 *
 * <p>Who answers or hears does so for as long as its node lives.
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

  /** Answerers of the node's own lines, by address and loop. */
  private final Map<String, Map<Thread, Function<Object, Object>>> answering =
      new ConcurrentHashMap<>();

  private final Hearers hearers = new Hearers();
  private final Reading reading = new Reading(System::nanoTime);
  private final LongAdder offLoop = new LongAdder();

  private Bus(EventBus wire, NodeId node) {
    this.wire = wire;
    this.node = node;
  }

  /**
   * The bus of a node. Call once per {@code Vertx}: it registers the codecs, and hears of frames
   * that are none.
   *
   * @param vertx clustered or not
   * @param node this node's id
   */
  public static Bus of(Vertx vertx, NodeId node) {
    RecordCodec.registerAll(vertx.eventBus());
    Bus bus = new Bus(vertx.eventBus(), node);
    Vertx unused = vertx.exceptionHandler(new BrokenFrames(bus.reading));
    return bus;
  }

  /** The id of this node. */
  public NodeId node() {
    return node;
  }

  /** How many local questions had to leave the asker's event loop since the start. */
  public long offLoopAsks() {
    return offLoop.sum();
  }

  /** How many messages of other nodes could not be read since the start. */
  public long unreadable() {
    return reading.unreadable();
  }

  /**
   * Asks whoever answers the line. Fails when nobody does, when the answerer threw, or when the
   * line's patience is over.
   */
  public <Q extends BusMessage, A extends BusMessage> Future<A> ask(
      Question<Q, A> line, Q question) {
    if (line.reach() == Reach.NODE) {
      Map<Thread, Function<Object, Object>> loops = answering.get(line.address());
      Function<Object, Object> here = loops == null ? null : loops.get(Thread.currentThread());
      if (here != null) {
        return answerHere(line, here, question);
      }
      offLoop.increment();
    }
    return send(line, line.address(), question);
  }

  private static <Q extends BusMessage, A extends BusMessage> Future<A> answerHere(
      Question<Q, A> line, Function<Object, Object> answer, Q question) {
    try {
      return Future.succeededFuture(line.answers().cast(answer.apply(question)));
    } catch (RuntimeException broken) {
      LOG.atError().addKeyValue("line", line.address()).setCause(broken).log("answer failed");
      return Future.failedFuture(
          new ReplyException(
              ReplyFailure.RECIPIENT_FAILURE, ANSWERER_FAILED, line.address() + ": " + broken));
    }
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
    Function<Q, Future<A>> atOnce = question -> Future.succeededFuture(answer.apply(question));
    if (line.reach() == Reach.CLUSTER) {
      return Future.all(
              reply(wire.consumer(address), line, atOnce),
              reply(wire.consumer(atNode(address, node)), line, atOnce))
          .mapEmpty();
    }
    return reply(wire.localConsumer(address), line, atOnce)
        .onSuccess(ready -> rememberAnswerer(line, answer));
  }

  /**
   * Answers a line on the caller's event loop, not always at once. Only for lines that reach the
   * cluster; what the answer fails with reaches the asker.
   *
   * @return completes when the answerer can be reached
   */
  public <Q extends BusMessage, A extends BusMessage> Future<Void> answerLater(
      Question<Q, A> line, Function<Q, Future<A>> answer) {
    requireCluster(line.address(), line.reach());
    return reply(wire.consumer(atNode(line.address(), node)), line, answer);
  }

  private <Q extends BusMessage, A extends BusMessage> void rememberAnswerer(
      Question<Q, A> line, Function<Q, A> answer) {
    if (Context.isOnEventLoopThread()) {
      Function<Object, Object> direct = question -> answer.apply(line.asks().cast(question));
      answering
          .computeIfAbsent(line.address(), address -> new ConcurrentHashMap<>())
          .put(Thread.currentThread(), direct);
    }
  }

  /** Tells it to whoever hears the line. Nothing is promised. */
  public <E extends BusMessage> void tell(Notice<E> line, E event) {
    String address = line.address();
    if (line.reach() == Reach.CLUSTER) {
      wire.publish(address, event);
      return;
    }
    for (Hearers.OfRole role : hearers.of(address)) {
      Consumer<Object> here = role.here();
      if (here != null) {
        heard(line, here, event);
      } else {
        wire.send(role.address(), event, new DeliveryOptions().setLocalOnly(true));
      }
    }
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
    Consumer<Object> hears = event -> hearer.accept(line.tells().cast(event));
    if (line.reach() == Reach.CLUSTER) {
      return listen(wire.consumer(address), line, hears);
    }
    return listen(wire.localConsumer(Hearers.address(address, role)), line, hears)
        .onSuccess(ready -> hearers.add(address, role, hears));
  }

  private <Q extends BusMessage, A extends BusMessage> Future<A> send(
      Question<Q, A> line, String address, Q question) {
    DeliveryOptions options =
        new DeliveryOptions()
            .setSendTimeout(line.patience().toMillis())
            .setLocalOnly(line.reach() == Reach.NODE);
    return wire.<Object>request(address, question, options)
        .map(answer -> reading.orThrow(line.address(), line.answers(), answer));
  }

  private <Q extends BusMessage, A extends BusMessage> Future<Void> reply(
      MessageConsumer<Object> consumer, Question<Q, A> line, Function<Q, Future<A>> answer) {
    consumer.handler(
        message -> {
          Q question = reading.read(line.address(), line.asks(), message);
          if (question != null) {
            answered(question, answer)
                .map(
                    found -> {
                      message.reply(found);
                      return found;
                    })
                .onFailure(
                    broken -> {
                      LOG.atError()
                          .addKeyValue("line", line.address())
                          .setCause(broken)
                          .log("answer failed");
                      message.fail(ANSWERER_FAILED, line.address() + ": " + broken);
                    });
          }
        });
    return consumer.completion();
  }

  private static <Q, A> Future<A> answered(Q question, Function<Q, Future<A>> answer) {
    try {
      return answer.apply(question);
    } catch (RuntimeException broken) {
      return Future.failedFuture(broken);
    }
  }

  private Future<Void> listen(
      MessageConsumer<Object> consumer, Notice<?> line, Consumer<Object> hearer) {
    consumer.handler(
        message -> {
          Object event = reading.read(line.address(), line.tells(), message);
          if (event != null) {
            heard(line, hearer, event);
          }
        });
    return consumer.completion();
  }

  private static void heard(Notice<?> line, Consumer<Object> hearer, Object event) {
    try {
      hearer.accept(event);
    } catch (RuntimeException broken) {
      LOG.atError().addKeyValue("line", line.address()).setCause(broken).log("hearing failed");
    }
  }

  private static void requireCluster(String address, Reach reach) {
    if (reach != Reach.CLUSTER) {
      throw new IllegalArgumentException(address + " does not leave the node");
    }
  }

  private static String atNode(String address, NodeId node) {
    return address + '#' + node.value();
  }
}
