package lab.gateway.relay;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lab.contract.Operation;
import lab.dialect.InferenceCall;
import lab.dialect.RequestReading;
import lab.dialect.openai.MetadataKeys;
import lab.dialect.openai.OpenAiClient;
import lab.dialect.openai.OpenAiRequests;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Exchange;
import lab.gateway.call.LoopTimer;

/** One client that asked for a chat, and its exchange, ready to be answered. */
public final class OneCall implements AutoCloseable {
  /** Room for the largest answer, which counts twice while it is read. */
  static final ByteBudget BUDGET = new ByteBudget(4L * WholeRelay.LARGEST_ANSWER);

  private final Vertx vertx;
  private final Context loop;
  private final Socket client;
  private final Exchange exchange;

  private OneCall(Vertx vertx, Context loop, Socket client, Exchange exchange) {
    this.vertx = vertx;
    this.loop = loop;
    this.client = client;
    this.exchange = exchange;
  }

  public static OneCall asking(boolean streamed) throws Exception {
    // One worker, so that what comes after a piece of its work is done after it.
    Vertx vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(1));
    Promise<OneCall> begun = Promise.promise();
    Socket client = new Socket();
    client.setReceiveBufferSize(16 * 1024);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  Exchange exchange =
                      new Exchange(
                          new LoopTimer(vertx),
                          request,
                          new OpenAiClient(Operation.CHAT, MetadataKeys.NONE),
                          BUDGET.share(),
                          (over, told) -> {});
                  exchange.understood(call(streamed));
                  begun.complete(new OneCall(vertx, vertx.getOrCreateContext(), client, exchange));
                })
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
    client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort()));
    client.setSoTimeout(10_000);
    client
        .getOutputStream()
        .write(
            "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    return begun.future().await(10, TimeUnit.SECONDS);
  }

  private static InferenceCall call(boolean streamed) {
    byte[] body =
        ("{\"model\":\"m\",\"stream\":" + streamed + ",\"messages\":[{\"role\":\"user\"}]}")
            .getBytes(StandardCharsets.UTF_8);
    return switch (OpenAiRequests.read(Operation.CHAT, body)) {
      case RequestReading.Understood(var call) -> call;
      case RequestReading.GoesOn goesOn -> throw new AssertionError(goesOn.id());
      case RequestReading.Malformed malformed -> throw new AssertionError(malformed);
    };
  }

  Vertx vertx() {
    return vertx;
  }

  public Exchange exchange() {
    return exchange;
  }

  /** Does it on the loop and waits for it. */
  public <T> T onLoop(Callable<T> step) throws Exception {
    Promise<T> done = Promise.promise();
    loop.runOnContext(
        start -> {
          try {
            done.complete(step.call());
          } catch (Exception | AssertionError failed) {
            done.fail(failed);
          }
        });
    return done.future().await(10, TimeUnit.SECONDS);
  }

  /** Does it on the loop and waits for it. */
  public void run(Runnable step) throws Exception {
    var unused =
        onLoop(
            () -> {
              step.run();
              return true;
            });
  }

  /** All that the client gets, head and framing included, until its connection is closed. */
  public String got() throws Exception {
    return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The client leaves; done when the gateway has seen it. */
  public void leave() throws Exception {
    Promise<Void> seen = Promise.promise();
    run(() -> exchange.request().connection().closeHandler(closed -> seen.complete()));
    client.setSoLinger(true, 0);
    client.close();
    var unused = seen.future().await(10, TimeUnit.SECONDS);
  }

  /** Whether the client has been sent anything. */
  boolean answering() throws Exception {
    return onLoop(() -> exchange.response().headWritten());
  }

  @Override
  public void close() throws IOException {
    client.close();
    try {
      var unused = vertx.close().await(10, TimeUnit.SECONDS);
    } catch (TimeoutException hangs) {
      throw new AssertionError("the server did not stop", hangs);
    }
  }
}
