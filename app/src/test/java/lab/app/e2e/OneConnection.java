package lab.app.e2e;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A client of HTTP/2 with one connection, whose streams end one by one. */
final class OneConnection implements AutoCloseable {
  private final HttpClientAgent client;
  private final HttpClientConnection connection;
  private final Promise<Void> told = Promise.promise();
  private final Promise<Void> closed = Promise.promise();

  private OneConnection(HttpClientAgent client, HttpClientConnection connection) {
    this.client = client;
    this.connection = connection;
    connection.shutdownHandler(goAway -> told.tryComplete());
    connection.closeHandler(gone -> closed.tryComplete());
  }

  /** Connects, knowing that HTTP/2 is spoken there. */
  static OneConnection to(Vertx vertx, int port) throws Exception {
    HttpClientAgent client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false));
    HttpConnectOptions where = new HttpConnectOptions().setHost("127.0.0.1").setPort(port);
    return new OneConnection(client, client.connect(where).await(10, TimeUnit.SECONDS));
  }

  /**
   * Begins a request; the caller ends or resets it. What follows the head of its answer waits until
   * it is read: without this it would be lost to a test that is slower than the answer.
   */
  HttpClientRequest begin(HttpMethod method, String path) throws Exception {
    HttpClientRequest request =
        connection
            .request(new RequestOptions().setMethod(method).setURI(path))
            .await(10, TimeUnit.SECONDS);
    Future<HttpClientResponse> unused = request.response().onSuccess(HttpClientResponse::pause);
    return request;
  }

  /** Begins a request and takes it back at once, if the connection is still there. */
  void beginAndReset(String path) {
    Future<Void> unused =
        connection
            .request(new RequestOptions().setMethod(HttpMethod.POST).setURI(path))
            .compose(
                request -> {
                  request.setChunked(true).exceptionHandler(reset -> {});
                  return request.sendHead().compose(sent -> request.reset());
                });
  }

  /** A whole answer. */
  Answer get(String path) throws Exception {
    return whole(begin(HttpMethod.GET, path).send());
  }

  /** A whole answer to JSON. */
  Answer post(String path, String body) throws Exception {
    return whole(send(path, body));
  }

  /** Sends JSON, for the head of its answer. */
  Future<HttpClientResponse> send(String path, String body) throws Exception {
    return begin(HttpMethod.POST, path)
        .putHeader("content-type", "application/json")
        .send(Buffer.buffer(body));
  }

  /** All of an answer whose head comes. */
  static Answer whole(Future<HttpClientResponse> coming) throws Exception {
    return read(coming).await(20, TimeUnit.SECONDS);
  }

  /** All of an answer whose head comes. */
  static Future<Answer> read(Future<HttpClientResponse> coming) {
    return coming.compose(
        head -> {
          Future<Buffer> body = head.body();
          HttpClientResponse unused = head.resume();
          return body.map(all -> answer(head, all));
        });
  }

  private static Answer answer(HttpClientResponse head, Buffer body) {
    Map<String, String> headers = new TreeMap<>();
    head.headers()
        .forEach(
            header -> headers.merge(header.getKey(), header.getValue(), (a, b) -> a + ", " + b));
    return new Answer(head.statusCode(), headers, body.toString());
  }

  /** Ends when the node has told that it takes no more on this connection. */
  Future<Void> told() {
    return told.future();
  }

  /** Ends when the connection is closed. */
  Future<Void> closed() {
    return closed.future();
  }

  @Override
  public void close() {
    Void unused = client.close().toCompletionStage().toCompletableFuture().join();
  }
}
