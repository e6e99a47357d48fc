package lab.gateway.peer;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lab.contract.NodeId;
import lab.gateway.call.Sent;

/**
 * What other nodes keep for themselves. A node is known by its mark, which is short enough to be
 * part of an id. Any thread.
 */
public final class OtherKeepers {
  /** Letters of a mark. */
  public static final int MARK = 8;

  private final Peers peers;
  private final HttpClient client;
  private final Duration patience;

  /**
   * @param patience how long a node may take to be reached, and as long again to answer
   */
  OtherKeepers(Peers peers, HttpClient client, Duration patience) {
    this.peers = peers;
    this.client = client;
    this.patience = patience;
  }

  /** The mark of this node. */
  public String mark() {
    return mark(peers.self());
  }

  static String mark(NodeId node) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(node.value().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, MARK / 2);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /**
   * Asks the node of a mark for what it keeps under a key.
   *
   * @return empty where it keeps nothing there, or nobody lives who has that mark; fails where the
   *     node does not answer in time
   */
  public Future<Optional<Buffer>> find(String mark, String key) {
    return ask(HttpMethod.GET, mark, key);
  }

  /** Lets the node of a mark forget it; whether it was there. Fails likewise. */
  public Future<Boolean> forget(String mark, String key) {
    return ask(HttpMethod.DELETE, mark, key).map(Optional::isPresent);
  }

  private Future<Optional<Buffer>> ask(HttpMethod method, String mark, String key) {
    return peers
        .other(node -> mark(node).equals(mark))
        .flatMap(node -> peers.to(method, new PeerPath(PeerPath.Kind.RESPONSE, node, key)))
        .map(to -> client.request(to).compose(this::send))
        .orElse(Future.succeededFuture(Optional.empty()));
  }

  private Future<Optional<Buffer>> send(HttpClientRequest request) {
    return request
        .send()
        .compose(OtherKeepers::read)
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(late -> Sent.unwatched(request.reset()));
  }

  private static Future<Optional<Buffer>> read(HttpClientResponse response) {
    return switch (response.statusCode()) {
      case 200, 204 -> response.body().map(Optional::of);
      case 404 -> Future.succeededFuture(Optional.empty());
      default -> Future.failedFuture("a node says " + response.statusCode());
    };
  }
}
