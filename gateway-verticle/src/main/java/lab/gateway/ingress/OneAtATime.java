package lab.gateway.ingress;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.core.net.impl.VertxHandler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import lab.gateway.call.ByteBudget;
import org.jspecify.annotations.Nullable;

/**
 * Holds pipelined requests back until the answer before them is out. Vert.x would do so too, but it
 * stops reading after a few of them, and then does not see that the client leaves; and it never
 * releases those that a client left behind.
 *
 * <p>A client that sends more than is held is not read for a while. Where that takes long, what it
 * sent ahead is dropped, and what follows is read into nothing: it is seen when it leaves, and
 * where it stays, the answer under way is its connection's last. HTTP lets it send the others
 * again.
 *
 * <p>What follows an answer that says {@code Connection: close} is dropped too (RFC 9112, 9.6): it
 * may be the rest of a body that was refused, and no request.
 */
final class OneAtATime extends ChannelDuplexHandler {
  /** Beyond this a client that goes on sending has to wait. */
  static final int MOST_HELD_BYTES = 64 * 1024;

  /** How long it may have to: so much later its leaving is seen at most. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  /** Closed at once, what it still sends would make the system reset the answer. */
  static final Duration LINGERING = Duration.ofSeconds(1);

  private final ByteBudget budget;
  private final ArrayDeque<Object> held = new ArrayDeque<>(0);
  private int heldBytes;
  private ByteBudget.@Nullable Share room;
  private boolean answering;
  private boolean lastAnswer;
  private boolean stopped;
  private boolean dropping;
  private @Nullable Future<?> patience;

  /**
   * @param budget of the node; where it is used up, no client can have more held
   */
  OneAtATime(ByteBudget budget) {
    this.budget = budget;
  }

  static void apply(HttpConnection connection, ByteBudget budget) {
    if (connection instanceof VertxConnection channelled) {
      ChannelPipeline pipeline = channelled.channel().pipeline();
      pipeline.addBefore(
          pipeline.context(VertxHandler.class).name(), "oneAtATime", new OneAtATime(budget));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (lastAnswer && message instanceof HttpRequest) {
      dropping = true;
    }
    if (dropping) {
      ReferenceCountUtil.release(message);
    } else if (!held.isEmpty() || (answering && message instanceof HttpRequest)) {
      hold(context, message);
    } else {
      pass(context, message);
    }
  }

  private void pass(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest) {
      answering = true;
    }
    context.fireChannelRead(message);
  }

  private void hold(ChannelHandlerContext context, Object message) {
    if (room == null) {
      room = budget.share();
    }
    held.add(message);
    heldBytes += size(message);
    boolean full = !room.take(size(message)) || heldBytes > MOST_HELD_BYTES;
    if (full && !stopped) {
      stopped = true;
      context.channel().config().setAutoRead(false);
      waitFrom(context);
    }
  }

  private void waitFrom(ChannelHandlerContext context) {
    patience =
        context
            .executor()
            .schedule(() -> drop(context), LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void drop(ChannelHandlerContext context) {
    dropping = true;
    release();
    readOn(context);
  }

  private void readOn(ChannelHandlerContext context) {
    stopped = false;
    context.channel().config().setAutoRead(true);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse head && !isInterim(head) && saysClose(head)) {
      lastAnswer = true;
    }
    if (!(message instanceof LastHttpContent) || isInterim(message)) {
      ChannelFuture unused = context.write(message, promise);
    } else if (dropping || lastAnswer) {
      endOfLast(context, message, promise.unvoid());
    } else {
      ChannelFuture unused = context.write(message, promise);
      answering = false;
      if (!held.isEmpty()) {
        // Not from within this write: Vert.x has yet to note that the answer is complete.
        context.executor().execute(() -> passHeld(context));
      }
    }
  }

  private static boolean saysClose(HttpResponse head) {
    return head.headers().contains(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
  }

  private void endOfLast(ChannelHandlerContext context, Object end, ChannelPromise promise) {
    answering = false;
    if (!held.isEmpty()) {
      dropping = true;
      release();
    }
    if (stopped) {
      readOn(context);
    }
    // Closed before all of it is out, the client would get a part.
    ChannelFuture unused = context.write(end, promise).addListener(written -> closeSoon(context));
  }

  private static void closeSoon(ChannelHandlerContext context) {
    Future<?> unused =
        context
            .executor()
            .schedule(() -> close(context), LINGERING.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void close(ChannelHandlerContext context) {
    ChannelFuture unused = context.close();
  }

  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response && response.status().code() < 200;
  }

  private void passHeld(ChannelHandlerContext context) {
    while (!held.isEmpty() && !(answering && held.peek() instanceof HttpRequest)) {
      Object message = held.remove();
      heldBytes -= size(message);
      pass(context, message);
    }
    giveBackRoom();
    context.fireChannelReadComplete();
    if (stopped) {
      waitNoMore();
      if (heldBytes <= MOST_HELD_BYTES) {
        readOn(context);
      } else {
        waitFrom(context);
      }
    }
  }

  private void waitNoMore() {
    if (patience != null) {
      boolean unused = patience.cancel(false);
      patience = null;
    }
  }

  private static int size(Object message) {
    // A head counts too, or a client could have any number of them held.
    return message instanceof HttpContent content ? 64 + content.content().readableBytes() : 1024;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    release();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    release();
  }

  private void release() {
    waitNoMore();
    held.forEach(ReferenceCountUtil::release);
    held.clear();
    heldBytes = 0;
    giveBackRoom();
  }

  /** As a whole, and only when nothing is held any more: it is little, and mostly it is nothing. */
  private void giveBackRoom() {
    if (room != null && held.isEmpty()) {
      room.letGo();
      room = null;
    }
  }
}
